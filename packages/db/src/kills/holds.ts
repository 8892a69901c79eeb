import {
  type CheckContext,
  explain,
  type Hold,
  type Progress,
  type ResolvedPolicy,
  type Session,
} from '@cull/core';
import { appendEvents } from '../events/events';
import type { DecisionOutcome } from '../generated/enums';
import { type Queryable, toTimestamp } from '../system/database';
import { type DecisionRecord, ENGINE, insertDecisions } from './decision-records';
import { eventOfHold } from './hold-events';
import { recordSparedVerdicts } from './spared-verdicts';

/** A kill that was held back, as it began. */
export interface NewHold {
  readonly session: Session;
  readonly progress: Progress & { readonly hold: Hold };
  readonly policy: ResolvedPolicy;
  readonly context: CheckContext;
  readonly at: number;
}

/**
 * Records kills that were asked for and held back, all in one statement each for session, decision and event. A session
 * that has ended, or that this cause holds back already, is skipped: a hold is on record once, whichever worker found it.
 */
export async function recordHolds(db: Queryable, holds: readonly NewHold[]): Promise<void> {
  if (holds.length === 0) return;
  const { rows } = await db.query<{ id: string }>(
    `UPDATE variant_monitoring AS m SET hold_cause = h.cause, hold_reason = h.reason, hold_since = h.since,
       is_spared = m.is_spared OR h.cause = 'holdout'
     FROM unnest($1::uuid[], $2::text[], $3::kill_reason[], $4::timestamptz[]) AS h(id, cause, reason, since)
     WHERE m.id = h.id AND m.status = 'monitoring'
       AND (m.hold_cause, m.hold_reason) IS DISTINCT FROM (h.cause, h.reason)
     RETURNING m.id`,
    [
      holds.map(({ session }) => session.monitoringId),
      holds.map(({ progress }) => progress.hold.cause),
      holds.map(({ progress }) => progress.hold.reason),
      holds.map(({ progress }) => toTimestamp(progress.hold.since)),
    ],
  );
  const changed = new Set(rows.map(({ id }) => id));
  const recorded = holds
    .filter(({ session }) => changed.has(session.monitoringId))
    .map((hold) => ({ hold, record: toRecord(hold) }));
  const records = recorded.map(({ record }) => record);
  await insertDecisions(db, records);
  await recordSparedVerdicts(db, records);
  await appendEvents(
    db,
    recorded.map(({ hold, record }) => eventOfHold(hold, record)),
  );
}

function toRecord({ session, progress, policy, context, at }: NewHold): DecisionRecord {
  const { cause, reason } = progress.hold;
  return {
    session,
    progress,
    policy,
    outcome: outcomeOf(cause),
    reason,
    holdCause: cause,
    explanation: explain(session, progress, policy.values, { status: 'monitoring', context }, at),
    actor: ENGINE,
    note: null,
    decidedAt: at,
  };
}

function outcomeOf(cause: Hold['cause']): DecisionOutcome {
  switch (cause) {
    case 'approval':
      return 'approval_requested';
    case 'spared':
      return 'dismissed';
    default:
      return 'would_have_killed';
  }
}
