import { setImmediate as breathe } from 'node:timers/promises';
import { type Comparison, compare, type PolicyLayer, type Replay, resolvePolicy } from '@cull/core';
import { countRecordings, type RecordedSession, readRecordings, type Scope } from '@cull/db';
import type { z } from 'zod';
import type { Services } from '../context';
import { toIso } from '../schemas/common';
import type { previewOutput } from '../schemas/policy';

type Preview = z.output<typeof previewOutput>;
type Counts = Preview['total'];
type Change = Preview['changes'][number];

/** Replayed at most, the newest ones: some seconds of one core. */
const MAX_SESSIONS = 2_000;
const MAX_CHANGES = 200;

/** Which recordings are replayed. */
export interface PreviewPeriod {
  /** Posted at this instant or later, epoch milliseconds. */
  readonly since: number;
  /** Whether sessions that are still live are left out: of them it is not known yet what became of them. */
  readonly endedOnly: boolean;
}

/**
 * Replays what was recorded under the active overrides and under others, with the live engine's own code.
 * @param signal Ends the work when nobody waits for it any more.
 */
export async function previewPolicy(
  { db, policies: reader, now }: Pick<Services, 'db' | 'policies' | 'now'>,
  scope: Scope,
  layers: { readonly before: readonly PolicyLayer[]; readonly after: readonly PolicyLayer[] },
  period: PreviewPeriod,
  signal: AbortSignal | undefined,
): Promise<Preview> {
  const at = now();
  const total = noCounts();
  const personas = new Map<string, Counts>();
  const changes: Change[] = [];
  let looks = 0;
  const filter = { ...scope, ...period };
  const recorded = await countRecordings(db.pool, filter);
  for await (const recording of readRecordings(db.pool, { ...filter, limit: MAX_SESSIONS }, at)) {
    signal?.throwIfAborted();
    const { session } = recording;
    const learned = await reader.learned(session.personaId);
    const policies = {
      before: resolvePolicy(layers.before, session, at, learned).values,
      after: resolvePolicy(layers.after, session, at, learned).values,
    };
    // Readings of a polled variant that lie further apart than this are of counters that stood still; pushed ones come when they come.
    const longestGapMs = session.source === 'push' ? null : policies.before.maxCheckIntervalSeconds * 1000;
    const compared = compare(recording, policies, longestGapMs);
    looks += compared.before.looks + compared.after.looks;
    const counts = personas.get(session.personaId) ?? noCounts();
    personas.set(session.personaId, counts);
    const isLive = recording.status === 'monitoring';
    count(total, compared, isLive);
    count(counts, compared, isLive);
    const change = toChange(recording, compared);
    if (change !== null) changes.push(change);
    // A replay takes a millisecond: others get their turn in between.
    await breathe();
  }
  return {
    since: toIso(period.since),
    recorded,
    truncated: recorded > MAX_SESSIONS,
    looks,
    total,
    personas: [...personas].map(([personaId, counts]) => ({ personaId, ...counts })),
    changes: changes.toSorted((a, b) => Number(b.isLive) - Number(a.isLive)).slice(0, MAX_CHANGES),
  };
}

function noCounts(): Counts {
  return {
    sessions: 0,
    wouldHaveKilled: 0,
    wouldHaveSpared: 0,
    killedNow: 0,
    killedByBoth: 0,
    laterRecovered: 0,
    silentLosers: 0,
    missed: 0,
    viewsAfterKill: { before: 0, after: 0 },
  };
}

function count(counts: Counts, comparison: Comparison, isLive: boolean): void {
  const { before, after, effect, recovered, silentLoser, missed } = comparison;
  counts.sessions += 1;
  if (effect === 'killed') counts.wouldHaveKilled += 1;
  if (effect === 'killed' && isLive) counts.killedNow += 1;
  if (effect === 'spared') counts.wouldHaveSpared += 1;
  if (effect === 'both') counts.killedByBoth += 1;
  if (recovered) counts.laterRecovered += 1;
  if (silentLoser) counts.silentLosers += 1;
  if (missed) counts.missed += 1;
  counts.viewsAfterKill.before += viewsAfterKill(before);
  counts.viewsAfterKill.after += viewsAfterKill(after);
}

function viewsAfterKill({ ending, endingSample, lastSample }: Replay): number {
  return ending?.outcome === 'killed' ? (lastSample?.views ?? 0) - (endingSample?.views ?? 0) : 0;
}

function toChange({ session, status }: RecordedSession, { before, after, effect, recovered }: Comparison) {
  if (effect !== 'killed' && effect !== 'spared') return null;
  const { ending, endedAt, endingSample, lastSample } = effect === 'killed' ? after : before;
  const { monitoringId, variantId, personaId, startedAt } = session;
  return {
    monitoringId,
    variantId,
    personaId,
    effect,
    reason: ending?.reason ?? '',
    secondsAfterPosting: ((endedAt ?? startedAt) - startedAt) / 1000,
    viewsAtKill: endingSample?.views ?? 0,
    viewsAtEnd: lastSample?.views ?? 0,
    recovered,
    isLive: status === 'monitoring',
  } satisfies Change;
}
