import { type Queryable, toTimestamp } from './database';

/** Of the ticks of a minute; whole milliseconds. */
export interface TickFigures {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** How a worker does, as it reports itself. */
export interface WorkerReport {
  readonly workerId: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Ticks of the last minute; the rest is null where there were none. */
  readonly ticks: number;
  /** How late they began after their scheduled times. */
  readonly lag: TickFigures | null;
  /** How long they took. */
  readonly took: TickFigures | null;
}

/** A worker that says nothing for this long has gone, and is no longer worth reporting. */
const FORGOTTEN_AFTER_MS = 3_600_000;

/**
 * Records how a worker does.
 * @param now Epoch milliseconds.
 */
export async function reportWorker(
  db: Queryable,
  { workerId, startedAt, ticks, lag, took }: WorkerReport,
  now: number,
): Promise<void> {
  const figures = [lag?.p50, lag?.p95, lag?.max, took?.p50, took?.p95, took?.max];
  await db.query(
    `INSERT INTO workers (worker_id, started_at, seen_at, ticks, lag_p50, lag_p95, lag_max, took_p50, took_p95, took_max)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (worker_id) DO UPDATE SET seen_at = excluded.seen_at, ticks = excluded.ticks,
       lag_p50 = excluded.lag_p50, lag_p95 = excluded.lag_p95, lag_max = excluded.lag_max,
       took_p50 = excluded.took_p50, took_p95 = excluded.took_p95, took_max = excluded.took_max`,
    [workerId, toTimestamp(startedAt), toTimestamp(now), ticks, ...figures.map((figure) => figure ?? null)],
  );
}

/** Takes a worker out that ends as it should, and those that ended otherwise long ago. */
export async function removeWorker(db: Queryable, workerId: string, now: number): Promise<void> {
  await db.query('DELETE FROM workers WHERE worker_id = $1 OR seen_at < $2', [
    workerId,
    toTimestamp(now - FORGOTTEN_AFTER_MS),
  ]);
}

/** A worker's last report, and when it came, epoch milliseconds. */
export type SeenWorker = WorkerReport & { readonly seenAt: number };

/** The workers that reported within the last hour, the oldest first. */
export async function readWorkers(db: Queryable, now: number): Promise<readonly SeenWorker[]> {
  const { rows } = await db.query<WorkerRow>(
    `SELECT worker_id, started_at, seen_at, ticks, lag_p50, lag_p95, lag_max, took_p50, took_p95, took_max
     FROM workers WHERE seen_at >= $1 ORDER BY started_at, worker_id`,
    [toTimestamp(now - FORGOTTEN_AFTER_MS)],
  );
  return rows.map((row) => ({
    workerId: row.worker_id,
    startedAt: row.started_at,
    seenAt: row.seen_at,
    ticks: row.ticks,
    lag: percentiles(row.lag_p50, row.lag_p95, row.lag_max),
    took: percentiles(row.took_p50, row.took_p95, row.took_max),
  }));
}

interface WorkerRow {
  worker_id: string;
  started_at: number;
  seen_at: number;
  ticks: number;
  lag_p50: number | null;
  lag_p95: number | null;
  lag_max: number | null;
  took_p50: number | null;
  took_p95: number | null;
  took_max: number | null;
}

function percentiles(p50: number | null, p95: number | null, max: number | null): TickFigures | null {
  return p50 === null || p95 === null || max === null ? null : { p50, p95, max };
}
