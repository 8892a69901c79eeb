import pg from 'pg';
import { parseAddress } from './address';

/** How long the server lets one connection take, in milliseconds. */
export interface TimeLimits {
  readonly statementMs: number;
  readonly lockMs: number;
  /** A process that stands still in a transaction holds its locks no longer. */
  readonly idleInTransactionMs: number;
}

export interface SessionOptions {
  readonly url: string;
  /** Shown by PostgreSQL in pg_stat_activity. */
  readonly applicationName: string;
  /** Null for work that takes as long as it takes, such as migrations. */
  readonly limits: TimeLimits | null;
  /** Whether a pooler may give each transaction another connection to the server: then nothing is kept in the session. */
  readonly isPooled?: boolean;
  readonly searchPath?: string;
  /** Whether commits don't wait for the disk. */
  readonly isCommitAsynchronous?: boolean;
}

export interface PoolOptions extends SessionOptions {
  readonly maxConnections: number;
  /** How long a caller waits for a connection, in milliseconds. */
  readonly connectWithinMs?: number;
  readonly types?: pg.CustomTypesConfig;
  /** Called for connections that break while idle; queries report their own errors. */
  readonly onError: (error: Error) => void;
}

const CONNECT_WITHIN_MS = 5_000;
/** Until the first sign of life is asked of a silent server; the network's own two hours are too long. */
const KEEP_ALIVE_AFTER_MS = 10_000;
/** What the server ends itself comes back before the client gives up on it. */
const ANSWER_MARGIN_MS = 2_000;

/** A pool that knows how its transactions begin. */
class SessionPool extends pg.Pool {
  constructor(
    config: pg.PoolConfig,
    readonly begin: string,
  ) {
    super(config);
  }
}

/** Opens a pool of connections that all are in UTC and limited in time; connects at the first query. */
export function openPool(options: PoolOptions): pg.Pool {
  const { maxConnections, types, connectWithinMs = CONNECT_WITHIN_MS, isPooled, limits, onError } = options;
  const begin = isPooled && limits !== null ? `BEGIN; ${limitsAs('SET LOCAL', limits)}` : 'BEGIN';
  const config: pg.PoolConfig = {
    ...configOf(options),
    max: maxConnections,
    connectionTimeoutMillis: connectWithinMs,
    ...(types !== undefined && { types }),
    onConnect: (client) => prepareSession(client, options),
  };
  const pool = new SessionPool(config, begin);
  pool.on('error', onError);
  // The pool hears only of idle connections; one that breaks between two queries of a transaction would end the process.
  // Anyone who uses it learns of it from the next query.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Opens one connection of the same kind, connected; the caller ends it. */
export async function openClient(options: SessionOptions): Promise<pg.Client> {
  const client = new pg.Client({ ...configOf(options), connectionTimeoutMillis: CONNECT_WITHIN_MS });
  // What is under way fails with it: as an event alone it would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    await prepareSession(client, options);
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

/** What begins a transaction on a pool, with its limits where no session can keep them. */
export function beginOf(pool: pg.Pool): string {
  return pool instanceof SessionPool ? pool.begin : 'BEGIN';
}

/** Whether nothing more can come of a connection: what it was asked goes on, and its next answer would be that one's. */
export function isSilent(error: unknown): boolean {
  return error instanceof Error && error.message === 'Query read timeout';
}

const READ_ONLY = '25006';

/**
 * Returns whether a connection is of no use any more, whatever it may still answer: it is silent, or leads to a server that has become
 * read-only, as an old primary does that kept its connections through a failover.
 */
export function isLost(error: unknown): boolean {
  return isSilent(error) || (error instanceof pg.DatabaseError && error.code === READ_ONLY);
}

function configOf({ url, applicationName, limits }: SessionOptions): pg.ClientConfig {
  return {
    ...parseAddress(url),
    application_name: applicationName,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    ...(limits !== null && { query_timeout: limits.statementMs + ANSWER_MARGIN_MS }),
  };
}

/**
 * By statements, since poolers refuse what comes with the connection's start. Zone and style are what poolers keep for each of their
 * clients, and what rows are read and written by.
 */
async function prepareSession(client: pg.ClientBase, options: SessionOptions): Promise<void> {
  const { limits, isPooled, searchPath, isCommitAsynchronous } = options;
  const settings = [`SET TimeZone = 'UTC'`, `SET DateStyle = 'ISO, MDY'`];
  if (limits !== null && !isPooled) settings.push(limitsAs('SET', limits));
  if (searchPath !== undefined) settings.push(`SET search_path = ${pg.escapeIdentifier(searchPath)}`);
  if (isCommitAsynchronous) settings.push('SET synchronous_commit = off');
  await client.query(settings.join('; '));
  const { rows } = await client.query<{ zone: string }>(`SELECT current_setting('TimeZone') AS zone`);
  if (rows[0]?.zone !== 'UTC')
    throw new Error(`the database has the time zone ${rows[0]?.zone} after it was set to UTC`);
}

function limitsAs(
  set: 'SET' | 'SET LOCAL',
  { statementMs, lockMs, idleInTransactionMs }: TimeLimits,
): string {
  return [
    `${set} statement_timeout = ${statementMs}`,
    `${set} lock_timeout = ${lockMs}`,
    `${set} idle_in_transaction_session_timeout = ${idleInTransactionMs}`,
  ].join('; ');
}
