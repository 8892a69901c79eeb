import { setTimeout as pause } from 'node:timers/promises';
import { openClient, openPool } from '@cull/postgres';
import type pg from 'pg';
import { readMigrationsList } from './migrations-list';
import { openSchemaEngine, type SchemaEngine } from './schema-engine';

/** Any number will do, as long as every process that migrates uses the same. */
const MIGRATION_LOCK = 7_401_655_001;

/**
 * Brings a database to the newest schema; does nothing where it is there already. Processes that migrate at once
 * wait for each other.
 * @param databaseUrl PostgreSQL 14 or newer, with nothing in between that gives transactions connections of their own.
 * @param log Receives a line for each migration applied.
 * @returns The names of the migrations that this call applied.
 * @throws With the engine's words when a migration fails or was edited after it had been applied.
 */
export async function migrate(
  databaseUrl: string,
  log: (line: string) => void = () => {},
): Promise<{ applied: readonly string[] }> {
  // A migration takes as long as it takes.
  const options = { url: databaseUrl, applicationName: 'cull-migrate', limits: null };
  const lock = await openClient(options);
  const pool = openPool({ ...options, maxConnections: 2, onError: () => {} });
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const engine = await openSchemaEngine(pool);
    try {
      const { appliedMigrationNames } = await applyUntilUnlocked(engine, pool, log);
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

/** A lock that was not to be had, and two statements that waited for each other. */
const PASSING = /\b(55P03|40P01)\b|lock timeout|deadlock detected/i;
const TRIES = 5;
const BETWEEN_TRIES_MS = 2_000;

/**
 * Applies what is missing, again where a lock was not to be had in time. A migration is one transaction, so one that failed
 * has left nothing behind but its name, which would keep every later start from migrating.
 */
async function applyUntilUnlocked(engine: SchemaEngine, pool: pg.Pool, log: (line: string) => void) {
  const migrationsList = await readMigrationsList();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await engine.applyMigrations({
        migrationsList,
        filters: { externalTables: [], externalEnums: [] },
      });
    } catch (error) {
      await forgetFailed(engine, pool);
      const message = error instanceof Error ? error.message : String(error);
      if (attempt === TRIES || !PASSING.test(message)) throw error;
      log(`a migration waits for a lock, attempt ${attempt} of ${TRIES}`);
      await pause(BETWEEN_TRIES_MS);
    }
  }
}

async function forgetFailed(engine: SchemaEngine, pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL',
  );
  for (const { name } of rows) await engine.markMigrationRolledBack({ migrationName: name });
}
