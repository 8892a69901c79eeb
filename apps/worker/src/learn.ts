import { performance } from 'node:perf_hooks';
import { setImmediate as breathe } from 'node:timers/promises';
import { deadlineOf, hasRecovered, overlay, type Policy, ReactionEstimator, replay } from '@cull/core';
import {
  type PersonaReactions,
  type RecordedSession,
  readPersonasToLearn,
  readRecordings,
  recordPersonaReactions,
  type SqlDatabase,
} from '@cull/db';
import type { WorkerContext } from './context';

const HOUR_MS = 3_600_000;
const PERIOD_MS = 7 * 24 * HOUR_MS;
/** Personas of one pass, and how long it may take: killed variants have to be followed meanwhile. */
const MAX_PERSONAS = 200;
const BUDGET_MS = 5_000;
/** The newest ones; more would narrow no interval that matters. */
const MAX_RECORDINGS = 30;
/** A killed variant's post-kill reading this long before the end of its window tells what it came to. */
const END_READING_WITHIN_MS = 60_000;

/**
 * Reads the recordings of personas that have new ones: how their audience reacts, and what the literal rule does to them.
 * What doesn't fit the budget is read in the next pass.
 */
export async function learn({ maintenance: db, policies, log, now }: WorkerContext): Promise<void> {
  const startedAt = performance.now();
  const at = now();
  await policies.refresh(db.pool);
  const personas = await readPersonasToLearn(db.pool, {
    since: at - PERIOD_MS,
    estimatedBefore: at - HOUR_MS,
    limit: MAX_PERSONAS,
  });
  let learned = 0;
  for (const personaId of personas) {
    if (performance.now() - startedAt > BUDGET_MS) break;
    const reactions = await reactionsOf(personaId, { db, policies }, at);
    await recordPersonaReactions(db.pool, reactions, at);
    learned += 1;
  }
  log.debug({ learned, due: personas.length }, 'read the recordings of personas');
}

async function reactionsOf(
  personaId: string,
  { db, policies }: { readonly db: SqlDatabase; readonly policies: WorkerContext['policies'] },
  now: number,
): Promise<PersonaReactions> {
  const estimator = new ReactionEstimator();
  let sessions = 0;
  let literalKills = 0;
  let literalFalseKills = 0;
  const filter = {
    scopeType: 'persona',
    scopeId: personaId,
    since: now - PERIOD_MS,
    endedOnly: true,
    limit: MAX_RECORDINGS,
  } as const;
  for await (const recording of readRecordings(db.pool, filter, now)) {
    const { session, samples } = recording;
    const policy = policies.resolve(session, now).values;
    const verdict = literalVerdict(recording, policy);
    estimator.add(session.startedAt, samples);
    sessions += 1;
    if (verdict !== null) literalKills += 1;
    if (verdict === 'false') literalFalseKills += 1;
    // A recording takes some milliseconds: ticks get their turn in between.
    await breathe();
  }
  return { personaId, sessions, estimate: estimator.estimate(), literalKills, literalFalseKills };
}

/** Between two readings of a polled variant that lie further apart, its counters stood still. */
function longestGapOf({ source }: RecordedSession['session'], policy: Policy): number | null {
  return source === 'push' ? null : policy.maxCheckIntervalSeconds * 1000;
}

/**
 * Returns whether the literal rule by itself kills a recorded variant, and whether rightly; null where it doesn't, and for
 * variants of which it is not known what they came to.
 */
function literalVerdict(recording: RecordedSession, policy: Policy): 'right' | 'false' | null {
  const { session, samples, status } = recording;
  const last = samples.at(-1);
  if (!policy.belowThreshold.enabled || last === undefined || status === 'stopped') return null;
  const isFollowed = last.observedAt >= deadlineOf(session, policy) - END_READING_WITHIN_MS;
  if (status === 'killed' && !isFollowed) return null;
  const literal = overlay(policy, { mode: 'auto', evidence: { enabled: false } });
  const { ending } = replay(recording, literal, longestGapOf(session, literal));
  if (ending?.outcome !== 'killed') return null;
  return hasRecovered(session, last, policy) ? 'false' : 'right';
}
