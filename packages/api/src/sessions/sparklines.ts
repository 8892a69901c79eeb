import { engagementRate } from '@cull/core';
import { type Database, readSnapshotsSince } from '@cull/db';
import type { z } from 'zod';
import { toIso } from '../schemas/common';
import type { sparklinesOutput } from '../schemas/monitoring';
import { thin } from './thin';

const LENGTH_MS = 60_000;
/** A line that is drawn in a row shows no more. */
const MAX_POINTS = 30;

/**
 * The engagement rates of the last minute. Readings are kept where they change, so that the one that held when the
 * minute began stands at its beginning.
 * @param now Epoch milliseconds.
 */
export async function readSparklines(
  db: Database,
  monitoringIds: readonly string[],
  now: number,
): Promise<z.output<typeof sparklinesOutput>> {
  const since = now - LENGTH_MS;
  const snapshots = await readSnapshotsSince(db.pool, monitoringIds, since);
  const items = [...new Set(monitoringIds)].map((monitoringId) => {
    const own = snapshots.filter((snapshot) => snapshot.monitoringId === monitoringId);
    const rated = own.map((snapshot) => ({
      at: Math.max(since, snapshot.observedAt),
      engagementRate: engagementRate(snapshot),
    }));
    const points = thin(rated, MAX_POINTS, (point) => ({ x: point.at, y: point.engagementRate ?? 0 }));
    return { monitoringId, points: points.map((point) => ({ ...point, at: toIso(point.at) })) };
  });
  return { items };
}
