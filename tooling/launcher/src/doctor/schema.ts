import { NEWEST_MIGRATION } from '@cull/db';
import type { openClient } from '@cull/postgres';
import { type Finding, fail, ok, warn } from './finding';

type Client = Awaited<ReturnType<typeof openClient>>;

/** What the server says of a database. */
interface Database {
  readonly user: string;
  /** Whether anything was ever migrated. */
  readonly migrations: boolean;
}

/**
 * Looks at the tables.
 * @param mayBeUnmigrated Whether what is missing is a warning: processes wait for the migration, and the migration mends it.
 */
export async function checkSchema(
  client: Client,
  database: Database,
  mayBeUnmigrated: boolean,
): Promise<readonly Finding[]> {
  const findings = await schemaOf(client, database);
  return mayBeUnmigrated
    ? findings.map((finding) => (finding.level === 'fail' ? { ...finding, level: 'warn' } : finding))
    : findings;
}

async function schemaOf(client: Client, { migrations, user }: Database): Promise<readonly Finding[]> {
  const advice = 'run the migration: npm start, or the migrate job of the deployment';
  if (!migrations) return [fail('schema', 'the database is empty', advice)];
  const { rows } = await client.query<{ name: string; isDone: boolean }>(
    `SELECT migration_name AS name, finished_at IS NOT NULL AS "isDone" FROM _prisma_migrations
     WHERE rolled_back_at IS NULL AND (finished_at IS NULL OR migration_name >= $1) ORDER BY migration_name`,
    [NEWEST_MIGRATION],
  );
  const broken = rows.find(({ isDone }) => !isDone);
  if (broken !== undefined)
    return [
      fail(
        'schema',
        `the migration ${broken.name} was interrupted`,
        'run the migration again; it says what to do',
      ),
    ];
  if (!rows.some(({ name }) => name === NEWEST_MIGRATION))
    return [fail('schema', `the migration ${NEWEST_MIGRATION} is missing`, advice)];
  const newer = rows.at(-1)?.name;
  if (newer !== NEWEST_MIGRATION)
    return [
      warn(
        'schema',
        `${newer} was made by a newer version of Cull`,
        'read the upgrade notes before you run this version',
      ),
    ];
  const { rows: rights } = await client.query<{ mayWrite: boolean }>(
    `SELECT has_table_privilege('variant_monitoring', 'INSERT, UPDATE') AS "mayWrite"`,
  );
  return rights[0]?.mayWrite
    ? [ok('schema', 'up to date')]
    : [
        fail(
          'schema',
          `${user} may not write to its tables`,
          'run the migration with OWNER_DATABASE_URL set: it grants what is needed',
        ),
      ];
}
