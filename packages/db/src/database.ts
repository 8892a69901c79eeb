import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client';

/** A connection to PostgreSQL in both of its forms, on one schema. */
export interface Database {
  /** For the hot path: named functions of this package take it. Counts and instants come back as numbers. */
  readonly pool: pg.Pool;
  /** For everyday queries. */
  readonly prisma: PrismaClient;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Shown by PostgreSQL in pg_stat_activity. */
  readonly applicationName: string;
  /** Connections for the hot path; Prisma takes up to half as many beside them. */
  readonly maxConnections: number;
  /** Told of connections that break while idle; queries report their own errors. */
  readonly onError: (error: Error) => void;
}

/** Anything that runs a query: the pool, or one client inside a transaction. */
export type Queryable = Pick<pg.Pool, 'query'>;

/** Opens the pools; connects at the first query. */
export function openDatabase({ url, applicationName, maxConnections, onError }: DatabaseOptions): Database {
  const shared = {
    connectionString: url,
    application_name: applicationName,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  };
  const pool = new pg.Pool({ ...shared, max: maxConnections, types: { getTypeParser: numericParser } });
  pool.on('error', onError);
  // The pool hears only of idle connections; one that breaks between two queries of a transaction would end the process.
  // Whoever uses it learns of it from the next query.
  pool.on('connect', (client) => client.on('error', () => {}));
  const prismaPool = { ...shared, max: Math.max(2, Math.ceil(maxConnections / 2)) };
  const prisma = new PrismaClient({ adapter: new PrismaPg(prismaPool, { onPoolError: onError }) });
  let closing: Promise<void> | undefined;
  return {
    pool,
    prisma,
    close: () => {
      closing ??= Promise.all([pool.end(), prisma.$disconnect()]).then(() => undefined);
      return closing;
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
