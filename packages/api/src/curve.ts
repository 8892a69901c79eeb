import {
  engagementRate,
  formatRate,
  type Policy,
  type Sample,
  upperBound,
  type ViewsAt,
  viewsAt,
} from '@cull/core';
import {
  type Database,
  ENGINE,
  type LoggedEvent,
  type MonitoringRow,
  readEventsOf,
  readSnapshots,
} from '@cull/db';
import type { z } from 'zod';
import { toIso } from './schemas/common';
import type { curveOutput } from './schemas/monitoring';
import { versionShape } from './schemas/policy';
import { thin } from './thin';

type Curve = z.output<typeof curveOutput>;

/** A session's engagement rate over time, with what happened to it on the way. */
export async function readCurve(
  db: Database,
  row: MonitoringRow,
  { evidence }: Pick<Policy, 'evidence'>,
  maxPoints: number,
): Promise<Curve> {
  const [snapshots, events] = await Promise.all([
    readSnapshots(db.pool, row.id),
    readEventsOf(db.pool, {
      ...row,
      monitoringId: row.id,
      from: row.startedAt.getTime(),
      to: row.endedAt?.getTime() ?? null,
    }),
  ]);
  const rated = snapshots.map((snapshot) => ({ ...snapshot, engagementRate: engagementRate(snapshot) }));
  const shown = thin(rated, maxPoints, (point) => ({ x: point.observedAt, y: point.engagementRate ?? 0 }));
  const points = shown.map(({ observedAt, views, interactions, engagementRate: rate }) => ({
    at: toIso(observedAt),
    views,
    interactions,
    engagementRate: rate,
    upperBound: boundAt({ observedAt, views, interactions }, snapshots, evidence),
  }));
  return { points, markers: events.map(toMarker), recorded: snapshots.length };
}

/**
 * The rate that the evidence so far rules out: the variant is killed by it when this falls below the healthy line and
 * the rate itself below the kill line. Null where the rule is off or has nothing to judge yet.
 */
function boundAt(sample: Sample, history: readonly ViewsAt[], evidence: Policy['evidence']): number | null {
  if (!evidence.enabled) return null;
  const views = viewsAt(history, sample.observedAt - evidence.reactionLagSeconds * 1000);
  if (views === null || views === 0) return null;
  return upperBound(views, Math.min(views, sample.interactions), evidence.alpha, evidence.dispersion);
}

function toMarker({ at, type, data }: LoggedEvent): Curve['markers'][number] {
  const actor = textOf(data['actor'] ?? data['author']);
  const byHand = actor !== null && actor !== ENGINE;
  return {
    at: toIso(at),
    type,
    text: markerText(type, data),
    actor: byHand ? actor : null,
    note: byHand ? textOf(data['note']) : null,
    override: type === 'policy.changed' ? versionShape.parse(data) : null,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function markerText(type: LoggedEvent['type'], data: Readonly<Record<string, unknown>>): string {
  const { text, to, note, author, step, channel, error, engagementRate: rate } = data;
  switch (type) {
    case 'variant.warned':
      return typeof rate === 'number' ? `Warned at ${formatRate(rate)}` : 'Warned';
    case 'variant.recovered':
      return typeof rate === 'number' ? `Recovered at ${formatRate(rate)}` : 'Recovered';
    case 'variant.data_quality':
      return `Data quality: ${String(to)}`;
    case 'variant.kill_failed': {
      const what = [step, channel].filter((part) => typeof part === 'string').join(' ');
      return `A step of the kill failed, ${what.replaceAll('_', ' ')}: ${String(error)}`;
    }
    case 'policy.changed':
      return `Thresholds changed by ${String(author)}: ${String(note)}`;
    default:
      return typeof text === 'string' ? text : type;
  }
}
