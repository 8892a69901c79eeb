import {
  advance,
  engagementRate,
  evidenceTerms,
  formatRate,
  levelNeeded,
  maturedViews,
  NO_EVIDENCE,
  type Policy,
  sourceOf,
  upperBound,
} from '@cull/core';
import {
  type Database,
  ENGINE,
  type LoggedEvent,
  type MonitoringRow,
  readEventsOf,
  readPolicyVersions,
  readSnapshots,
} from '@cull/db';
import type { z } from 'zod';
import { toIso } from '../schemas/common';
import type { curveOutput } from '../schemas/curves';
import { versionShape } from '../schemas/policy';
import { thin } from './thin';
import { thresholdSteps } from './threshold-steps';

type Curve = z.output<typeof curveOutput>;

/**
 * A session's engagement rate over time, with the thresholds that it was judged by and what happened to it on the way.
 * @param now Epoch milliseconds.
 */
export async function readCurve(
  db: Database,
  row: MonitoringRow,
  policy: Policy,
  { maxPoints, now }: { readonly maxPoints: number; readonly now: number },
): Promise<Curve> {
  const from = row.startedAt;
  const until = row.endedAt ?? Math.max(row.deadlineAt, now);
  const [snapshots, events, versions] = await Promise.all([
    readSnapshots(db.pool, row.id, { from, to: Math.max(row.deadlineAt, row.endedAt ?? 0) }),
    readEventsOf(db.pool, {
      ...row,
      monitoringId: row.id,
      source: sourceOf(row),
      from,
      to: row.endedAt,
    }),
    readPolicyVersions(db.pool, row, { from, to: until }),
  ]);
  const maturity = maturityOf(row, snapshots, policy);
  const rated = snapshots.map((snapshot, index) => ({
    ...snapshot,
    engagementRate: engagementRate(snapshot),
    matured: maturity[index] ?? 0,
  }));
  const shown = thin(rated, maxPoints, (point) => ({ x: point.observedAt, y: point.engagementRate ?? 0 }));
  const bound = boundOf(policy);
  const healthyLine = policy.evidence.healthyRatio * (row.expectedLow ?? row.expectedEngagementRate);
  const points = shown.map(({ observedAt, views, interactions, engagementRate: rate, matured }) => ({
    at: toIso(observedAt),
    views,
    interactions,
    engagementRate: rate,
    interactionsDue: healthyLine * matured,
    upperBound: bound(interactions, matured),
  }));
  return {
    points,
    markers: events.map(toMarker),
    thresholds: thresholdSteps(versions, row, Math.min(until, now)).map((step) => ({
      ...step,
      at: toIso(step.at),
    })),
    recorded: snapshots.length,
    wentBadAt: toIso(row.wentBadAt),
  };
}

/** Returns the matured views at each reading, by the engine's own advance: readings are kept where they change. */
function maturityOf(
  row: MonitoringRow,
  snapshots: readonly { observedAt: number; views: number; interactions: number }[],
  policy: Policy,
): readonly number[] {
  const terms = evidenceTerms(policy, row.expectedLow ?? row.expectedEngagementRate, row.extendedSeconds);
  let state = NO_EVIDENCE;
  return snapshots.map((snapshot) => {
    state = advance(state, snapshot, (snapshot.observedAt - row.startedAt) / 1000, terms);
    return maturedViews(state);
  });
}

/**
 * Returns the rate that the evidence so far rules out: the variant is killed by it when this falls below the healthy line
 * and fewer interactions came than the kill threshold asks for. Null where the rule is off or can't judge yet.
 */
function boundOf(policy: Policy): (interactions: number, matured: number) => number | null {
  const { enabled, dispersion } = policy.evidence;
  if (!enabled) return () => null;
  const needed = levelNeeded(evidenceTerms(policy, 1, 0), policy.drop.action);
  return (interactions, matured) => {
    const bound = upperBound(interactions, matured, needed, dispersion);
    return bound < 1 ? bound : null;
  };
}

/** Of these the reason is a person's, of kills it is a rule's. */
const SUSPENSIONS: ReadonlySet<string> = new Set([
  'kills.paused',
  'kills.resumed',
  'breaker.tripped',
  'breaker.reset',
]);

function toMarker({ at, type, data }: LoggedEvent): Curve['markers'][number] {
  const actor = textOf(data['actor'] ?? data['author']);
  const byHand = actor !== null && actor !== ENGINE;
  return {
    at: toIso(at),
    type,
    text: markerText(type, data),
    actor: byHand ? actor : null,
    note: byHand ? textOf(data[SUSPENSIONS.has(type) ? 'reason' : 'note']) : null,
    override: type === 'policy.changed' ? versionShape.parse(data) : null,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function markerText(type: LoggedEvent['type'], data: Readonly<Record<string, unknown>>): string {
  const { text, to, note, author, step, channel, error, cause, engagementRate: rate } = data;
  switch (type) {
    case 'variant.warned':
    case 'variant.recovered': {
      // The rate since posting says nothing about a drop.
      if (cause === 'drop' && typeof text === 'string') return text;
      const word = type === 'variant.warned' ? 'Warned' : 'Recovered';
      return typeof rate === 'number' ? `${word} at ${formatRate(rate)}` : word;
    }
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
