import { beginOf, isLost, openPool, type TimeLimits } from '@cull/postgres';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../generated/client';

/** Connections to PostgreSQL for the hot path, all that a worker needs. */
export interface SqlDatabase {
  /** Named functions of this package take it. Counts and instants come back as numbers. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** The same with Prisma, on the same connections. */
export interface Database extends SqlDatabase {
  /** For everyday queries. */
  readonly prisma: PrismaClient;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Whether the address may lead through a pooler that gives each transaction another connection. */
  readonly isPooled?: boolean;
  /** Shown by PostgreSQL in pg_stat_activity. */
  readonly applicationName: string;
  readonly maxConnections: number;
  /** `LIMITS.usual` where it is left out. */
  readonly limits?: TimeLimits;
  /** Called for connections that break while idle; queries report their own errors. */
  readonly onError: (error: Error) => void;
}

/** Anything that runs a query: the pool, or one client inside a transaction. */
export type Queryable = Pick<pg.Pool, 'query'>;

/** How long what may take; milliseconds. */
export const LIMITS = {
  /** What somebody waits for: kills, pauses, sign-ins, postings. */
  usual: { statementMs: 10_000, lockMs: 5_000, idleInTransactionMs: 10_000 },
  /** A worker that stands still in a transaction keeps others from its shard: less than a lease lasts. */
  shards: { statementMs: 10_000, lockMs: 3_000, idleInTransactionMs: 2_500 },
  /** Lists, insights, previews and exports. */
  reading: { statementMs: 30_000, lockMs: 5_000, idleInTransactionMs: 10_000 },
  /** Partitions, thinning and deleting what is old, learning. */
  maintenance: { statementMs: 60_000, lockMs: 5_000, idleInTransactionMs: 10_000 },
} as const satisfies Record<string, TimeLimits>;

/** Opens a pool without Prisma, which stays out of the bundle of a process that opens nothing else; connects at the first query. */
export function openSqlDatabase(options: DatabaseOptions): SqlDatabase {
  const pool = openPool({
    ...options,
    limits: options.limits ?? LIMITS.usual,
    types: { getTypeParser: numericParser },
  });
  let closing: Promise<void> | undefined;
  return {
    pool,
    close: () => {
      closing ??= pool.end();
      return closing;
    },
  };
}

/** Opens both; connects at the first query. */
export function openDatabase(options: DatabaseOptions): Database {
  const { pool, close } = openSqlDatabase(options);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    pool,
    prisma,
    close: async () => {
      await prisma.$disconnect();
      await close();
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
    await client.query(beginOf(pool));
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    if (isLost(error)) {
      client.release(true);
      throw error;
    }
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
