import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { placeOf } from './address';
import { openClient } from './pool';

/** The two ways to a database; the same one where there is no pooler. */
export interface DatabaseAddresses {
  /** `DATABASE_URL`: may lead through a pooler in transaction mode. */
  readonly url: string;
  /** `DIRECT_DATABASE_URL`: a session stays on one connection, for migrations, the queue and what listens. */
  readonly directUrl: string;
}

/** The addresses that the environment names. */
export function addressesOf(env: {
  readonly DATABASE_URL: string;
  readonly DIRECT_DATABASE_URL?: string | undefined;
}): DatabaseAddresses {
  return { url: env.DATABASE_URL, directUrl: env.DIRECT_DATABASE_URL ?? env.DATABASE_URL };
}

/** Whether the address for everyday work may lead through a pooler. */
export function isPooled({ url, directUrl }: DatabaseAddresses): boolean {
  return url !== directUrl;
}

/** What is set in a session would stay with a pooler's connection, for the next client that gets it. */
const OPTIONS = {
  applicationName: 'cull-start',
  limits: { statementMs: 5_000, lockMs: 2_000, idleInTransactionMs: 10_000 },
  isPooled: true,
};
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/** Wrong user, password, database or parameter, and no TLS: nothing that passes. */
const FINAL = /^(28|3D000|08P01|42501|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;

export interface Waiting {
  /** The name of a migration that the database needs; left out, any database will do. */
  readonly migration?: string;
  /** Told when the wait begins, and each time its reason changes. */
  readonly onWait: (reason: string) => void;
  /** For who has somebody waiting; left out, it waits for as long as it takes. */
  readonly giveUpAfterMs?: number;
  /** Ends the wait with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits until both addresses lead to a database: a process that ended instead would be started again and again.
 * @throws With the variable, what it has and what it needs, where waiting would not help.
 */
export async function waitForDatabase(addresses: DatabaseAddresses, waiting: Waiting): Promise<void> {
  const { migration, onWait, giveUpAfterMs = Number.POSITIVE_INFINITY, signal } = waiting;
  const startedAt = performance.now();
  let told = '';
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    const reason = await unready(addresses, migration);
    if (reason === null) return;
    if (performance.now() - startedAt > giveUpAfterMs) throw new Error(reason);
    if (reason !== told) onWait(reason);
    told = reason;
    await pause(pauseMs, undefined, signal && { signal });
  }
}

async function unready(addresses: DatabaseAddresses, migration: string | undefined): Promise<string | null> {
  const direct = isPooled(addresses) ? 'DIRECT_DATABASE_URL' : 'DATABASE_URL';
  const ways = new Map([
    [direct, addresses.directUrl],
    ['DATABASE_URL', addresses.url],
  ]);
  for (const [variable, url] of ways) {
    try {
      if (variable === direct) await assertSession(variable, url);
      else await withClient(url, (client) => client.query('SELECT 1'));
      if (migration !== undefined && !(await withClient(url, (client) => isMigrated(client, migration))))
        return `the database at ${placeOf(url)} isn't migrated yet`;
    } catch (error) {
      return reasonOf(variable, url, error);
    }
  }
  return null;
}

async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = await openClient({ url, ...OPTIONS });
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** No table of migrations, and none that this user may read: the migration creates it and grants access to it. */
const NOT_YET: ReadonlySet<string> = new Set(['42P01', '42501']);

async function isMigrated(client: pg.Client, migration: string): Promise<boolean> {
  try {
    const { rowCount } = await client.query(
      'SELECT FROM _prisma_migrations WHERE migration_name = $1 AND finished_at IS NOT NULL',
      [migration],
    );
    return rowCount === 1;
  } catch (error) {
    if (NOT_YET.has(codeOf(error))) return false;
    throw error;
  }
}

/**
 * Why to go on waiting.
 * @throws What waiting won't mend.
 */
function reasonOf(variable: string, url: string, error: unknown): string {
  if (error instanceof NoSession) throw error;
  const code = codeOf(error);
  const message = (error instanceof Error && error.message) || code || String(error);
  if (FINAL.test(code) || message.includes('does not support SSL'))
    throw new Error(`${variable} leads to ${placeOf(url)}, which refuses it: ${message}`);
  return `the database at ${placeOf(url)} doesn't answer: ${message}`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

class NoSession extends Error {}

/** How often two connections are compared: where many share a pooler, chance can give each the same one again. */
const COMPARISONS = 3;

/**
 * Makes sure that a connection keeps its session, by what it does: behind a pooler in transaction mode, a second connection in a
 * transaction takes the first one's place at the server.
 */
async function assertSession(variable: string, url: string): Promise<void> {
  const pidOf = async (client: pg.Client): Promise<number> =>
    (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid ?? 0;
  const clients: pg.Client[] = [];
  try {
    const first = await openClient({ url, ...OPTIONS });
    clients.push(first);
    const second = await openClient({ url, ...OPTIONS });
    clients.push(second);
    for (let round = 0; round < COMPARISONS; round += 1) {
      const own = await pidOf(first);
      await second.query('BEGIN');
      const others = await pidOf(second);
      const isShared = others === own || (await pidOf(first)) !== own;
      await second.query('ROLLBACK');
      if (isShared)
        throw new NoSession(
          `${variable} leads to ${placeOf(url)} through a pooler in transaction mode, and what keeps a session (migrations, queue, ` +
            'wake-ups) needs DIRECT_DATABASE_URL with an address of the server itself',
        );
    }
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}
