import { summarize } from '../percentiles';
import type { Fate } from './watch';

/** Percentiles of what a kill took. */
export interface Spread {
  readonly median: number;
  readonly p90: number;
  readonly p95: number;
}

/** A share with Wilson's 95% confidence interval. */
export interface Share {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** What became of one variant, and when its true rate changed, in seconds after the posting. */
export interface Run {
  /** 0 for a rate that never changed. */
  readonly changedAt: number;
  readonly fate: Fate;
}

/** What became of the variants of a cell under one policy. */
export interface Outcome {
  readonly variants: number;
  /** Killed after the change. */
  readonly killed: Share;
  /** Killed before it. */
  readonly killedBefore: Share;
  /** Of those killed after the change, from then on; null where none was. */
  readonly seconds: Spread | null;
  /** Of the same, from the posting on. */
  readonly views: Spread | null;
  /** Warned of a drop after the change, and how many seconds later. */
  readonly warned: Share;
  readonly secondsToWarning: Spread | null;
  /** Timed out before there was enough data to judge any variant. */
  readonly notEnoughData: Share;
}

const Z95 = 1.959964;

/**
 * Returns Wilson's 95% interval (1927), which is sound next to 0 and 1 too.
 * @param count From 0 to `total`.
 * @param total At least 1.
 */
export function wilson(count: number, total: number): Share {
  const share = count / total;
  const denominator = 1 + Z95 ** 2 / total;
  const center = share + Z95 ** 2 / (2 * total);
  const spread = Z95 * Math.sqrt((share * (1 - share)) / total + Z95 ** 2 / (4 * total ** 2));
  // Rounding must not put the share itself outside: at 0 and at `total` the interval ends there.
  const low = count === 0 ? 0 : (center - spread) / denominator;
  const high = count === total ? 1 : (center + spread) / denominator;
  return { share, low, high };
}

/**
 * Adds up what became of the variants of a cell.
 * @param runs At least one.
 */
export function outcomeOf(runs: readonly Run[]): Outcome {
  const kills = runs.flatMap(({ changedAt, fate: { kill } }) =>
    kill === null ? [] : [{ views: kill.views, seconds: kill.seconds - changedAt }],
  );
  const after = kills.filter(({ seconds }) => seconds > 0);
  const warnings = runs.flatMap(({ changedAt, fate: { warnedAt } }) =>
    warnedAt !== null && warnedAt > changedAt ? [warnedAt - changedAt] : [],
  );
  const share = (count: number) => wilson(count, runs.length);
  return {
    variants: runs.length,
    killed: share(after.length),
    killedBefore: share(kills.length - after.length),
    seconds: spreadOf(after.map(({ seconds }) => seconds)),
    views: spreadOf(after.map(({ views }) => views)),
    warned: share(warnings.length),
    secondsToWarning: spreadOf(warnings),
    notEnoughData: share(runs.filter(({ fate }) => fate.timeOut === 'not_enough_data').length),
  };
}

function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const { p50, p90, p95 } = summarize(values);
  return { median: p50, p90, p95 };
}
