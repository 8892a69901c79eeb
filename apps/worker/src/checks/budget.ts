import type { PlannedCheck } from './check-queue';

/** From this part of a source's limit on the rest is spent more slowly, and people are told. */
const LOW_PERCENT = 80;
/** The gaps between checks at the limit, in place of one. */
const MAX_STRETCH = 6;
/** Routine checks are put off at most this many times as long as planned. */
const MAX_ROUTINE_STRETCH = 6;

/**
 * Returns how many times as long the gaps between checks have to be so that the calls last: 1 while there are enough, or where the
 * source does not tell.
 * @param usedPercent Of the tightest limit, as the source tells it.
 */
export function stretchOf(usedPercent: number | null): number {
  if (usedPercent === null) return 1;
  const beyond = Math.min(1, Math.max(0, (usedPercent - LOW_PERCENT) / (100 - LOW_PERCENT)));
  return 1 + beyond * (MAX_STRETCH - 1);
}

/** Returns whether so little is left that people should know. */
export function isLow(usedPercent: number | null): boolean {
  return usedPercent !== null && usedPercent >= LOW_PERCENT;
}

/** Returns when a check is made so that a budget lasts: gaps before a decision get longer only once all others can't any more. */
export function stretchedAt({ at, urgency }: PlannedCheck, stretch: number, now: number): number {
  const factor = urgency === 'decisive' ? Math.max(1, stretch / MAX_ROUTINE_STRETCH) : stretch;
  return factor === 1 || at <= now ? at : now + (at - now) * Math.min(factor, MAX_ROUTINE_STRETCH);
}
