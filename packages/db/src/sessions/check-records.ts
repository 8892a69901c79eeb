import {
  type Change,
  type CheckContext,
  type Ending,
  engagementRate,
  explain,
  explainDrop,
  explainRecovery,
  explainWarning,
  type Progress,
  type ResolvedPolicy,
  type Session,
  type Standing,
} from '@cull/core';
import type { NewEvent } from '../events/events';
import { ENGINE } from '../kills/decision-records';
import type { DecidedEnding } from '../kills/endings';
import { toTimestamp } from '../system/database';

/** A session as a check left it, and what it was judged by. */
export interface Checked {
  readonly session: Session;
  readonly progress: Progress;
  readonly policy: ResolvedPolicy;
  readonly context: CheckContext;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * Returns the record of an ending that the engine decided on, with its explanation.
 * @throws Where it was decided by hand: the engine ends by a rule or by time.
 */
export function endingOfCheck(
  { session, progress, policy, context, at }: Checked,
  ending: Ending,
): DecidedEnding {
  const explanation = explain(session, progress, policy.values, standingOf(ending, context), at);
  return { session, progress, ending, explanation, policy, actor: ENGINE, note: null, decidedAt: at };
}

function standingOf(ending: Ending, context: CheckContext): Standing {
  if (ending.outcome === 'timed_out') return { status: ending.outcome, timeOut: ending.timeOut, context };
  if (ending.outcome === 'killed' && ending.reason !== 'manual')
    return { status: 'killed', reason: ending.reason, context };
  throw new Error(`the engine has decided on an ending by hand: ${ending.outcome}`);
}

/** Returns the event of what a check changed; a kill that was held back has a decision of its own (`recordHolds`). */
export function eventOfChange(
  { session, progress, policy, at }: Omit<Checked, 'context'>,
  change: Exclude<Change, { type: 'held' }>,
): NewEvent {
  const { monitoringId, variantId, personaId } = session;
  const subject = { at, monitoringId, variantId, personaId };
  if (change.type === 'data_quality') {
    return { ...subject, type: 'variant.data_quality', data: { from: change.from, to: change.to } };
  }
  const { sample } = progress;
  const counts = {
    views: sample?.views ?? null,
    interactions: sample?.interactions ?? null,
    engagementRate: sample === null ? null : engagementRate(sample),
  };
  if (change.type === 'dropped' || change.type === 'drop_ended') {
    const [type, explained] =
      change.type === 'dropped'
        ? (['variant.warned', explainDrop] as const)
        : (['variant.recovered', explainRecovery] as const);
    const text = explained(session, progress, policy.values, at);
    const wentBadAt = toTimestamp(progress.wentBadAt);
    return { ...subject, type, data: { text, cause: 'drop', wentBadAt, ...counts } };
  }
  const text = explainWarning(session, progress, policy.values);
  const type = change.type === 'warned' ? 'variant.warned' : 'variant.recovered';
  return { ...subject, type, data: { text, cause: 'rate', ...counts } };
}
