import { engagementRate } from '@cull/core';
import { type Database, readSnapshotsSince, readWholeSnapshots, type Snapshot } from '@cull/db';
import type { z } from 'zod';
import { toIso } from '../schemas/common';
import type { sparklinesOutput } from '../schemas/curves';
import { thin } from './thin';

const LENGTH_MS = 60_000;
/** A line that is drawn in a row shows no more. */
const MAX_POINTS = 30;
/** A thin line behind a curve. */
const MAX_WHOLE_POINTS = 90;

type Sparklines = z.output<typeof sparklinesOutput>;

/**
 * The engagement rates of the last minute. Readings are kept where they change, so that the one that held when the
 * minute began stands at its beginning.
 * @param now Epoch milliseconds.
 */
export async function readSparklines(
  db: Database,
  monitoringIds: readonly string[],
  now: number,
): Promise<Sparklines> {
  const since = now - LENGTH_MS;
  const snapshots = await readSnapshotsSince(db.pool, monitoringIds, since);
  return linesOf(monitoringIds, snapshots, MAX_POINTS, (at) => Math.max(since, at));
}

/** The engagement rates of whole sessions, to set one against the others. */
export async function readWholeLines(db: Database, monitoringIds: readonly string[]): Promise<Sparklines> {
  const snapshots = await readWholeSnapshots(db.pool, monitoringIds);
  return linesOf(monitoringIds, snapshots, MAX_WHOLE_POINTS, (at) => at);
}

function linesOf(
  monitoringIds: readonly string[],
  snapshots: readonly Snapshot[],
  maxPoints: number,
  placeOf: (at: number) => number,
): Sparklines {
  const items = [...new Set(monitoringIds)].map((monitoringId) => {
    const own = snapshots.filter((snapshot) => snapshot.monitoringId === monitoringId);
    const rated = own.map((snapshot) => ({
      at: placeOf(snapshot.observedAt),
      engagementRate: engagementRate(snapshot),
    }));
    const points = thin(rated, maxPoints, (point) => ({ x: point.at, y: point.engagementRate ?? 0 }));
    return { monitoringId, points: points.map((point) => ({ ...point, at: toIso(point.at) })) };
  });
  return { items };
}
