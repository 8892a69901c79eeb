import type { AccountUsageRow } from '@cull/db';
import type { PlannedCheck } from './check-queue';

/** From this part of a limit on the rest is spent more slowly, and people are told. */
const LOW_PERCENT = 80;
/** The gaps between checks at the limit that a source tells, in place of one. */
const MAX_TOLD_STRETCH = 6;
/** What is left of the calls has to last this long. */
const LASTS_AT_LEAST_SECONDS = 3_600;
/** Routine checks are put off at most this many times as long as planned. */
export const MAX_ROUTINE_STRETCH = 6;
/** Gaps that are longer help nobody. */
const MAX_STRETCH = 36;
const DAY_SECONDS = 86_400;
/** An hour's calls are free again when it is a day ago as a whole. */
const FREE_AFTER_MS = 25 * 3_600_000;

/** The calls of an account over all workers. */
export interface CallBudget {
  /** In 24 hours; null where no limit is known. */
  readonly limit: number | null;
  /** Oldest first. */
  readonly hours: readonly Pick<AccountUsageRow, 'hour' | 'used'>[];
  /** Calls that planned checks need. */
  readonly wantedPerSecond: number;
  /** Of the tightest limit, as the source tells it; null where it does not. */
  readonly toldPercent: number | null;
}

/** How an account's calls do. */
export interface CallForecast {
  readonly used: number;
  /** Of the limit, or of the one that the source reports where less of that is left; null where none is known. */
  readonly usedPercent: number | null;
  /** Until the calls run out if all planned checks are made; null where they last for a day. */
  readonly lastsSeconds: number | null;
  /** How many times as long as planned the gaps between checks have to be, at least 1. */
  readonly stretch: number;
  readonly isLow: boolean;
}

/**
 * Returns how long an account's calls last, and how slowly they are to be spent: what is left has to last for an hour, so that
 * some are left for hours, and a source that says that its limit is near is asked less.
 * @param now Epoch milliseconds.
 */
export function forecastCalls(budget: CallBudget, now: number): CallForecast {
  const { limit, hours, toldPercent } = budget;
  const used = hours.reduce((sum, hour) => sum + hour.used, 0);
  const lastsSeconds = lasting(budget, used, now);
  const forecast = lastsSeconds === null ? 1 : LASTS_AT_LEAST_SECONDS / Math.max(1, lastsSeconds);
  const stretch = Math.min(MAX_STRETCH, Math.max(1, forecast, toldStretch(toldPercent)));
  const ownPercent = limit === null ? null : (100 * used) / limit;
  const usedPercent = mostOf(ownPercent, toldPercent);
  return { used, usedPercent, lastsSeconds, stretch, isLow: stretch > 1 || isLow(usedPercent) };
}

/** Returns whether so little is left that people should know. */
export function isLow(usedPercent: number | null): boolean {
  return usedPercent !== null && usedPercent >= LOW_PERCENT;
}

function toldStretch(usedPercent: number | null): number {
  if (usedPercent === null) return 1;
  const beyond = Math.min(1, Math.max(0, (usedPercent - LOW_PERCENT) / (100 - LOW_PERCENT)));
  return 1 + beyond * (MAX_TOLD_STRETCH - 1);
}

function lasting({ limit, hours, wantedPerSecond }: CallBudget, used: number, now: number): number | null {
  if (limit === null || wantedPerSecond <= 0) return null;
  let left = Math.max(0, limit - used);
  let seconds = 0;
  for (const { hour, used: freed } of hours) {
    const until = Math.max(seconds, (hour + FREE_AFTER_MS - now) / 1000);
    const needed = wantedPerSecond * (until - seconds);
    if (needed > left) return seconds + left / wantedPerSecond;
    left += freed - needed;
    seconds = until;
  }
  const lasts = seconds + left / wantedPerSecond;
  return lasts >= DAY_SECONDS ? null : lasts;
}

function mostOf(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.max(a, b);
}

/** Returns when a check is made so that a budget lasts: gaps before a decision get longer only once all others can't any more. */
export function stretchedAt({ at, urgency }: PlannedCheck, stretch: number, now: number): number {
  const factor = urgency === 'decisive' ? Math.max(1, stretch / MAX_ROUTINE_STRETCH) : stretch;
  return factor === 1 || at <= now ? at : now + (at - now) * Math.min(factor, MAX_ROUTINE_STRETCH);
}
