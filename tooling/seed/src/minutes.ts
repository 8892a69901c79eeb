import { seeded } from '@cull/core/testing';
import { recordMinute } from '@cull/db';
import type pg from 'pg';
import { HOUR_MS } from './week';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;
const WORKER_ID = 'seeded-worker';
const TICKS_PER_MINUTE = 960;

/** Writes how a worker did in the last day: quiet, with a source that was slow for half an hour. */
export async function seedMinutes(pool: pg.Pool, now: number, seed: number): Promise<void> {
  const draw = seeded(seed);
  const slowFrom = now - 9 * HOUR_MS;
  for (let at = now - DAY_MS; at < now - MINUTE_MS; at += MINUTE_MS) {
    const isSlow = at >= slowFrom && at < slowFrom + HOUR_MS / 2;
    await recordMinute(pool, {
      workerId: WORKER_ID,
      at,
      ticks: TICKS_PER_MINUTE,
      lagP95: Math.round(2 + 6 * draw.uniform()),
      tookP95: Math.round(10 + 15 * draw.uniform()),
      sourceCalls: Math.round(1_500 + 900 * draw.uniform()),
      sourceP95: Math.round((isSlow ? 900 : 110) * (0.8 + 0.5 * draw.uniform())),
    });
  }
}
