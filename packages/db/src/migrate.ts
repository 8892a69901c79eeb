import pg from 'pg';
import { readMigrationsList } from './migrations-list';
import { openSchemaEngine } from './schema-engine';

/** Any number will do, as long as every process that migrates uses the same. */
const MIGRATION_LOCK = 7_401_655_001;

/**
 * Brings a database to the newest schema; does nothing where it is there already. Processes that migrate at once
 * wait for each other.
 * @param databaseUrl PostgreSQL 14 or newer.
 * @param log Receives a line for each migration applied.
 * @returns The names of the migrations that this call applied.
 * @throws With the engine's words when a migration fails or was edited after it had been applied.
 */
export async function migrate(
  databaseUrl: string,
  log: (line: string) => void = () => {},
): Promise<{ applied: readonly string[] }> {
  const pool = new pg.Pool({ connectionString: databaseUrl });
  const lock = new pg.Client({ connectionString: databaseUrl });
  try {
    await lock.connect();
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const engine = await openSchemaEngine(pool);
    try {
      const { appliedMigrationNames } = await engine.applyMigrations({
        migrationsList: await readMigrationsList(),
        filters: { externalTables: [], externalEnums: [] },
      });
      for (const name of appliedMigrationNames) log(`applied migration ${name}`);
      return { applied: appliedMigrationNames };
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
    await lock.end();
  }
}
