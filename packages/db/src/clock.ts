import type { Queryable } from './database';

/**
 * Measures how far a clock is ahead of the database's.
 * @returns Milliseconds, negative where it is behind; and by how much that may be wrong, since the question takes time.
 */
export async function measureClockSkew(
  db: Queryable,
  now: () => number,
): Promise<{ readonly skewMs: number; readonly errorMs: number }> {
  const askedAt = now();
  const { rows } = await db.query<{ at: number }>('SELECT clock_timestamp() AS at');
  const answeredAt = now();
  const errorMs = (answeredAt - askedAt) / 2;
  return { skewMs: askedAt + errorMs - (rows[0]?.at ?? askedAt), errorMs };
}
