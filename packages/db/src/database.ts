import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client';

/** Connections to PostgreSQL for the hot path, all that a worker needs. */
export interface SqlDatabase {
  /** Named functions of this package take it. Counts and instants come back as numbers. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** The same with Prisma beside it, on one schema. */
export interface Database extends SqlDatabase {
  /** For everyday queries. */
  readonly prisma: PrismaClient;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Shown by PostgreSQL in pg_stat_activity. */
  readonly applicationName: string;
  /** Connections for the hot path; where Prisma is opened, it takes up to half as many beside them. */
  readonly maxConnections: number;
  /** How long a transaction may wait for its owner before the server ends it; no limit where none is given. */
  readonly idleInTransactionMs?: number;
  /** Told of connections that break while idle; queries report their own errors. */
  readonly onError: (error: Error) => void;
}

/** Anything that runs a query: the pool, or one client inside a transaction. */
export type Queryable = Pick<pg.Pool, 'query'>;

const connectionOf = ({ url, applicationName }: DatabaseOptions) => ({
  connectionString: url,
  application_name: applicationName,
  keepAlive: true,
  connectionTimeoutMillis: 5_000,
});

/** Opens a pool without Prisma, which stays out of the bundle of a process that opens nothing else; connects at the first query. */
export function openSqlDatabase(options: DatabaseOptions): SqlDatabase {
  const { maxConnections, idleInTransactionMs } = options;
  const pool = new pg.Pool({
    ...connectionOf(options),
    max: maxConnections,
    ...(idleInTransactionMs !== undefined && { idle_in_transaction_session_timeout: idleInTransactionMs }),
    types: { getTypeParser: numericParser },
  });
  pool.on('error', options.onError);
  // The pool hears only of idle connections; one that breaks between two queries of a transaction would end the process.
  // Whoever uses it learns of it from the next query.
  pool.on('connect', (client) => client.on('error', () => {}));
  let closing: Promise<void> | undefined;
  return {
    pool,
    close: () => {
      closing ??= pool.end();
      return closing;
    },
  };
}

/** Opens both; connects at the first query of each. */
export function openDatabase(options: DatabaseOptions): Database {
  const sql = openSqlDatabase(options);
  const max = Math.max(2, Math.ceil(options.maxConnections / 2));
  const adapter = new PrismaPg({ ...connectionOf(options), max }, { onPoolError: options.onError });
  const prisma = new PrismaClient({ adapter });
  return {
    pool: sql.pool,
    prisma,
    close: async () => {
      await Promise.all([sql.close(), prisma.$disconnect()]);
    },
  };
}

/** Runs `work` in one transaction; an error rolls all of it back. */
export async function inTransaction<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    // A client that cannot even roll back is broken: the pool must not hand it out again.
    await client.query('ROLLBACK').then(
      () => client.release(),
      (rollbackError: Error) => client.release(rollbackError),
    );
    throw error;
  }
}

/**
 * bigint as a number (counts and transaction ids stay far below 2⁵³), timestamptz as epoch milliseconds: what the
 * engine computes with.
 */
const numericParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (format !== 'binary' && oid === pg.types.builtins.INT8) return Number;
  if (format !== 'binary' && oid === pg.types.builtins.TIMESTAMPTZ) return (text: string) => Date.parse(text);
  return pg.types.getTypeParser(oid, format);
};

/** Epoch milliseconds as PostgreSQL takes them. */
export function toTimestamp(instant: number): string;
export function toTimestamp(instant: number | null): string | null;
export function toTimestamp(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
