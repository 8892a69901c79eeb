import {
  type CheckUrgency,
  type InteractionSteps,
  NO_INTERACTION_STEPS,
  type Progress,
  type Session,
  type ViewPace,
} from '@cull/core';
import type { CheckGap, LiveSession, ShardChanges } from '@cull/db';

/** A live session in a worker's memory. */
export interface HeldSession {
  readonly session: Session;
  progress: Progress;
  /** Whether its interactions arrive in steps: of this worker's own checks, since it says something about the source. */
  steps: InteractionSteps;
  /** How fast its views come; null before this worker's first reading. */
  pace: ViewPace | null;
  /** Readings in a row that brought nothing. */
  failures: number;
  /** Readings in a row that came and were not believed. */
  refusals: number;
  /** The version of the policies that its next check was planned by; null where none is planned. */
  plannedBy: number | null;
  /** When that check is due, epoch milliseconds, and what it can change. */
  dueAt: number;
  urgency: CheckUrgency;
  /** Between its last two checks; null before this worker's first. */
  gap: CheckGap | null;
  /** As the database has it, so that only what changed is written. */
  stored: Pick<LiveSession, 'progress' | 'interactionsDue' | 'deadlineAt'>;
}

/** What the holder of a shard knows of its live sessions. */
export interface ShardState {
  readonly sessions: Map<string, HeldSession>;
  readonly cursor: ShardChanges['cursor'];
}

/** Brings what is known up to date, or begins with what was read where that is all there is. */
export function withChanges(
  known: ShardState | null,
  { live, endedIds, isWhole, cursor }: ShardChanges,
): ShardState {
  const sessions = known === null || isWhole ? new Map<string, HeldSession>() : known.sessions;
  for (const id of endedIds) sessions.delete(id);
  for (const read of live) hold(sessions, read);
  return { sessions, cursor };
}

/**
 * A session that is held already is read again for what others may have changed: its terms, and a hold that a person has
 * answered. What was learned of its counters since is newer here.
 */
function hold(sessions: Map<string, HeldSession>, { session, ...stored }: LiveSession): void {
  const held = sessions.get(session.monitoringId);
  const { progress } = stored;
  const isAnswered = (progress.hold?.since ?? 0) > (held?.progress.hold?.since ?? 0);
  const known =
    held === undefined || !isAnswered ? held?.progress : { ...held.progress, hold: progress.hold };
  sessions.set(session.monitoringId, {
    session,
    progress: known ?? progress,
    steps: held?.steps ?? NO_INTERACTION_STEPS,
    pace: held?.pace ?? null,
    failures: held?.failures ?? 0,
    refusals: held?.refusals ?? 0,
    // Terms that changed ask for another plan.
    plannedBy: null,
    dueAt: 0,
    urgency: held?.urgency ?? 'first',
    gap: held?.gap ?? null,
    stored,
  });
}
