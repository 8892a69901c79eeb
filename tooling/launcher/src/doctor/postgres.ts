import { addressesOf, openClient, placeOf, waitForDatabase } from '@cull/postgres';
import type { Configuration } from './configuration';
import { type Finding, fail, ok, reasonOf, warn } from './finding';
import { checkSchema } from './schema';

const OLDEST_VERSION = 14;
const MAX_SKEW_SECONDS = 1;
/** One worker and one web process, at most: docs/operators.md adds them up. */
const CONNECTIONS = { withRedis: 27, withoutRedis: 65 };
const LIMITS = { statementMs: 5_000, lockMs: 2_000, idleInTransactionMs: 10_000 };

type Client = Awaited<ReturnType<typeof openClient>>;

interface ServerFacts {
  readonly version: number;
  readonly connections: number;
  readonly used: number;
  readonly at: string;
  readonly user: string;
  readonly isSuperuser: boolean;
  readonly isReadOnly: boolean;
  readonly migrations: boolean;
}

/**
 * Looks at the database: version, connections, clock, user, schema.
 * @param mayBeUnmigrated Whether it may not be migrated yet: then what is wrong with its schema is a warning.
 */
export async function checkPostgres(
  configuration: Configuration,
  mayBeUnmigrated: boolean,
): Promise<readonly Finding[]> {
  const addresses = addressesOf(configuration);
  const place = placeOf(addresses.directUrl);
  try {
    await waitForDatabase(addresses, { onWait: () => {}, giveUpAfterMs: 0 });
    const client = await openClient({
      url: addresses.directUrl,
      applicationName: 'cull-doctor',
      limits: LIMITS,
    });
    try {
      const askedAt = Date.now();
      const facts = await readFacts(client);
      const now = (askedAt + Date.now()) / 2;
      return [
        versionOf(facts, place),
        connectionsOf(
          facts,
          configuration.REDIS_URL === undefined ? CONNECTIONS.withoutRedis : CONNECTIONS.withRedis,
        ),
        clockOf(Number(facts.at) - now),
        ...roleOf(facts),
        ...(await checkSchema(client, facts, mayBeUnmigrated)),
      ];
    } finally {
      await client.end();
    }
  } catch (error) {
    return [
      fail(
        'PostgreSQL',
        reasonOf(error),
        `check that ${place} runs, that it can be reached from here, and user and password`,
      ),
    ];
  }
}

async function readFacts(client: Client): Promise<ServerFacts> {
  const { rows } = await client.query<ServerFacts>(
    `SELECT current_setting('server_version_num')::int / 10000 AS version,
            current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS connections,
            (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS used,
            (extract(epoch FROM clock_timestamp()) * 1000)::text AS at, current_user AS user,
            (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS "isSuperuser",
            pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS "isReadOnly",
            to_regclass('_prisma_migrations') IS NOT NULL AS migrations`,
  );
  const [facts] = rows;
  if (facts === undefined) throw new Error('the server says nothing of itself');
  return facts;
}

function versionOf({ version, isReadOnly }: ServerFacts, place: string): Finding {
  if (version < OLDEST_VERSION)
    return fail('PostgreSQL', `${place} is version ${version}`, `use version ${OLDEST_VERSION} or newer`);
  if (isReadOnly) return fail('PostgreSQL', `${place} takes no writes`, 'use the address of the primary');
  return ok('PostgreSQL', `version ${version} at ${place}`);
}

function connectionsOf({ connections, used }: ServerFacts, needed: number): Finding {
  const says = `${used} of ${connections} in use; a worker and a web process take up to ${needed}`;
  return connections < needed
    ? warn('connections', says, `raise max_connections to ${needed + 10} or more`)
    : ok('connections', says);
}

/** @param aheadMs How far the server's clock is ahead of this machine's. */
function clockOf(aheadMs: number): Finding {
  const seconds = (Math.abs(aheadMs) / 1000).toFixed(1);
  return Math.abs(aheadMs) > MAX_SKEW_SECONDS * 1000
    ? warn('clock', `${seconds} s off the database's clock`, 'set the clocks of both machines by NTP')
    : ok('clock', `${seconds} s off the database's; sessions are set to UTC`);
}

function roleOf({ isSuperuser, user }: ServerFacts): readonly Finding[] {
  return isSuperuser
    ? [warn('role', `${user} is a superuser`, 'create two ordinary users (docs/operators.md#users)')]
    : [ok('role', `${user} is no superuser`)];
}
