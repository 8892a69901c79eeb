import pg from 'pg';

/** Opens the product's database for looking at it from outside. */
export async function withDatabase<Result>(
  url: string,
  run: (db: pg.Pool) => Promise<Result>,
): Promise<Result> {
  const db = new pg.Pool({ connectionString: url, max: 2, application_name: 'cull-bench' });
  db.on('error', () => {});
  try {
    return await run(db);
  } finally {
    await db.end();
  }
}

/** Rows of sessions that all queries have read since the database was made. */
export async function sessionRowsRead(db: pg.Pool): Promise<number> {
  const { rows } = await db.query<{ read: number }>(
    `SELECT (seq_tup_read + idx_tup_fetch)::float8 AS read FROM pg_stat_user_tables WHERE relname = 'variant_monitoring'`,
  );
  return rows[0]?.read ?? 0;
}

/** How many shards each worker holds. */
export async function holdings(db: pg.Pool): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ id: string; held: number }>(
    `SELECT worker_id AS id, count(*)::int AS held FROM shards WHERE lease_until > clock_timestamp() GROUP BY 1`,
  );
  return new Map(rows.map(({ id, held }) => [id, held]));
}
