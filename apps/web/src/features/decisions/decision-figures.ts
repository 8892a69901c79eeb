import { formatDuration } from '@cull/core';

interface Decided {
  readonly outcome: string;
  readonly startedAt: string;
  readonly decidedAt: string;
}

/** Decisions that say a variant is to be killed, done or not. */
const KILLS: ReadonlySet<string> = new Set(['killed', 'would_have_killed', 'approval_requested']);

/** Returns the time from the posting to a kill, as on a clock; null where the decision is none. */
export function timeToKill({ outcome, startedAt, decidedAt }: Decided): string | null {
  return KILLS.has(outcome) ? formatDuration(Date.parse(decidedAt) - Date.parse(startedAt)) : null;
}

/** Returns who decided: Cull itself, a person by their address, or a key. */
export function actorWords(actor: string): string {
  if (actor === 'engine') return 'Cull';
  return actor.replace(/^user:/, '');
}
