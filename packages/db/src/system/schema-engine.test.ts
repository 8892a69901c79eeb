import { testDatabase } from '@cull/servers/testing';
import pg from 'pg';
import { expect, it } from 'vitest';
import { openSchemaEngine } from './schema-engine';

function listOf(sql: string) {
  const content = { tag: 'ok' as const, value: sql };
  return {
    migrationsList: {
      baseDir: '/migrations',
      lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"' },
      shadowDbInitScript: '',
      migrationDirectories: [{ path: '1_try', migrationFile: { path: 'migration.sql', content } }],
    },
    filters: { externalTables: [], externalEnums: [] },
  };
}

it('a migration is applied whole or not at all, and says why not', async ({ onTestFinished }) => {
  const pool = new pg.Pool({ connectionString: await testDatabase() });
  onTestFinished(() => pool.end());
  const engine = await openSchemaEngine(pool);
  const half = engine.applyMigrations(listOf('CREATE TABLE half (id int); SELECT 1 / 0;'));
  await expect(half).rejects.toThrow('division by zero');
  const { rows } = await pool.query(`SELECT 1 FROM information_schema.tables WHERE table_name = 'half'`);
  expect(rows).toEqual([]);
});
