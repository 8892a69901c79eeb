import { openClient } from '@cull/postgres';
import pg from 'pg';
import type { Queryable } from './database';

/**
 * Gives the user of web and workers what they need of tables that another one owns: rows, and no more of what is on record than adding to it. Also of
 * tables and partitions to come.
 * @param ownerUrl The address by which the database was migrated.
 * @param appUser Is there already; nothing to do where it is the owner itself.
 */
export async function letAppUser(ownerUrl: string, appUser: string): Promise<void> {
  const client = await openClient({ url: ownerUrl, applicationName: 'cull-migrate', limits: null });
  try {
    const { rows } = await client.query<{ owner: string; hasQueue: boolean }>(
      `SELECT current_user AS owner, to_regnamespace('bullmq') IS NOT NULL AS "hasQueue"`,
    );
    if (rows[0]?.owner === appUser) return;
    const app = pg.escapeIdentifier(appUser);
    await client.query(['BEGIN', "SET LOCAL lock_timeout = '5s'", ...rowsOf(app)].join(';\n'));
    if (rows[0]?.hasQueue) await client.query(queueOf(app, await ownSequences(client)).join(';\n'));
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

/** What runs as the owner. */
const FUNCTIONS = [
  'create_partition(text, timestamptz, timestamptz)',
  'drop_partition(text, text)',
  'begin_thinning(text)',
  'finish_thinning(text)',
  'forget_audit_entries(timestamptz, integer)',
];

function rowsOf(app: string): readonly string[] {
  return [
    `GRANT USAGE ON SCHEMA public TO ${app}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${app}`,
    `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${app}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${app}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ${app}`,
    `GRANT EXECUTE ON FUNCTION ${FUNCTIONS.join(', ')} TO ${app}`,
    `REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM ${app}`,
    // An entry takes the result, once.
    `REVOKE UPDATE, DELETE ON audit_entries FROM ${app}`,
    `GRANT UPDATE (result, message) ON audit_entries TO ${app}`,
    `REVOKE UPDATE, DELETE ON policy_history FROM ${app}`,
    // Decisions go with their session when its retention is over, and only then, by a trigger.
    `REVOKE UPDATE ON decisions FROM ${app}`,
  ];
}

/** BullMQ creates a sequence for each queue when it is first used: the app user owns those, and nobody else can let it at them. */
async function ownSequences(owner: Queryable): Promise<readonly string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT oid::regclass::text AS name FROM pg_class
     WHERE relnamespace = 'bullmq'::regnamespace AND relkind = 'S' AND relowner = current_user::regrole`,
  );
  return rows.map(({ name }) => name);
}

function queueOf(app: string, sequences: readonly string[]): readonly string[] {
  return [
    `GRANT USAGE, CREATE ON SCHEMA bullmq TO ${app}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA bullmq TO ${app}`,
    ...(sequences.length === 0
      ? []
      : [`GRANT USAGE, SELECT, UPDATE ON SEQUENCE ${sequences.join(', ')} TO ${app}`]),
    `ALTER DEFAULT PRIVILEGES IN SCHEMA bullmq GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${app}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA bullmq GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO ${app}`,
  ];
}
