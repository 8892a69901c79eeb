import type { PointFrame } from '@cull/api';
import type { MonitoredVariant } from '../../../trpc/types';

export interface CurvePoint {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly views: number;
  readonly interactions: number;
  readonly rate: number;
  /** Interactions that were due by then; null where that is not known yet. */
  readonly due: number | null;
  /** The highest rate that the evidence doesn't rule out; null where it rules nothing out yet, or is not known yet. */
  readonly bound: number | null;
}

interface RecordedPoint {
  readonly at: string;
  readonly views: number;
  readonly interactions: number;
  readonly engagementRate: number | null;
  readonly interactionsDue: number;
  readonly upperBound: number | null;
}

/** The recorded points, and of the live ones those that came later and changed something: only such are recorded. */
export function joined(recorded: readonly RecordedPoint[], live: readonly PointFrame[]): CurvePoint[] {
  const points = recorded.map((point): CurvePoint => {
    const { at, views, interactions, engagementRate, interactionsDue, upperBound } = point;
    return {
      at: Date.parse(at),
      views,
      interactions,
      rate: engagementRate ?? 0,
      due: interactionsDue,
      bound: upperBound,
    };
  });
  for (const { at, views, interactions, engagementRate, interactionsDue } of live) {
    if (at === null || views === null || interactions === null) continue;
    const last = points.at(-1);
    const isKnown = last !== undefined && Date.parse(at) <= last.at;
    const isSame = last !== undefined && last.views === views && last.interactions === interactions;
    if (!isKnown && !isSame)
      points.push({
        at: Date.parse(at),
        views,
        interactions,
        rate: engagementRate ?? 0,
        due: interactionsDue,
        bound: null,
      });
  }
  return points;
}

/**
 * Whether readings of a session are still being recorded: those of a killed one are, to the end of its window.
 * @param now Epoch milliseconds.
 */
export function isRecorded(
  { status, deadlineAt }: Pick<MonitoredVariant, 'status' | 'deadlineAt'>,
  now: number,
): boolean {
  return status === 'monitoring' || (status === 'killed' && now < Date.parse(deadlineAt));
}

/** The readings with one more at the newest sample, where that brought the same counts: the line goes on until then. */
export function withTail(
  points: readonly CurvePoint[],
  { lastSampleAt, views, interactions }: Pick<MonitoredVariant, 'lastSampleAt' | 'views' | 'interactions'>,
): CurvePoint[] {
  const last = points.at(-1);
  const at = lastSampleAt === null ? 0 : Date.parse(lastSampleAt);
  const isSame = last !== undefined && last.views === views && last.interactions === interactions;
  return isSame && at > last.at ? [...points, { ...last, at }] : [...points];
}

/**
 * Returns the readings with the rate until a kill and the rate after it, two lines that meet in the last reading before it.
 * @param killedAt Epoch milliseconds; null where there was no kill.
 */
export function splitAt(points: readonly CurvePoint[], killedAt: number | null) {
  const isBefore = ({ at }: CurvePoint) => killedAt === null || at <= killedAt;
  const last = points.findLastIndex(isBefore);
  return points.map((point, index) => ({
    ...point,
    live: isBefore(point) ? point.rate : null,
    later: killedAt !== null && index >= last ? point.rate : null,
  }));
}
