import { testDatabase } from '@cull/servers/testing';
import pg from 'pg';
import { expect, it } from 'vitest';
import { migrate } from './migrate';
import { readMigrationsList } from './migrations-list';
import { NEWEST_MIGRATION } from './newest-migration';

const LAST = '20261127210000_evidence_state';

it('a migration that can not get its lock is tried again, and leaves nothing behind that stops the next', async ({
  onTestFinished,
}) => {
  const url = await testDatabase();
  await migrate(url);
  const pool = new pg.Pool({ connectionString: url });
  onTestFinished(() => pool.end());
  // Back to before the last migration.
  await pool.query('DELETE FROM _prisma_migrations WHERE migration_name = $1', [LAST]);
  await pool.query(`ALTER TABLE variant_monitoring DROP COLUMN evidence_state, DROP COLUMN interactions_due,
    DROP COLUMN went_bad_at, DROP COLUMN checks, DROP COLUMN longest_gap_ms, DROP COLUMN expected_low,
    DROP COLUMN holdout_draw, DROP COLUMN is_spared, DROP COLUMN time_out`);
  await pool.query('DROP TABLE installation, persona_reactions, stepping_variants, spared_verdicts');
  const reader = await pool.connect();
  await reader.query('BEGIN');
  await reader.query('SELECT count(*) FROM variant_monitoring');
  const lines: string[] = [];
  const migrated = migrate(url, (line) => {
    lines.push(line);
    if (line.startsWith('a migration waits')) void reader.query('COMMIT').then(() => reader.release());
  });
  await expect(migrated).resolves.toEqual({ applied: [LAST] });
  expect(lines).toEqual(['a migration waits for a lock, attempt 1 of 5', `applied migration ${LAST}`]);
  await expect(migrate(url)).resolves.toEqual({ applied: [] });
}, 60_000);

it('what processes wait for is the last migration there is', async () => {
  const { migrationDirectories } = await readMigrationsList();
  expect(migrationDirectories.at(-1)?.path).toBe(NEWEST_MIGRATION);
});
