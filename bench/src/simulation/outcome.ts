import { summarise } from '../percentiles';
import type { Kill } from './watch';

/** Median and 95th percentile. */
export interface Spread {
  readonly median: number;
  readonly p95: number;
}

/** A share with Wilson's 95 % confidence interval. */
export interface Share {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** What became of the variants of a cell under one policy. */
export interface Outcome {
  readonly variants: number;
  readonly killed: Share;
  /** Of those killed, from the post on; null where none was. */
  readonly seconds: Spread | null;
  readonly views: Spread | null;
}

const Z95 = 1.959964;

/**
 * Wilson's 95 % interval (1927), which is sound next to 0 and 1 too.
 * @param count From 0 to `total`.
 * @param total At least 1.
 */
export function wilson(count: number, total: number): Share {
  const share = count / total;
  const denominator = 1 + Z95 ** 2 / total;
  const centre = share + Z95 ** 2 / (2 * total);
  const spread = Z95 * Math.sqrt((share * (1 - share)) / total + Z95 ** 2 / (4 * total ** 2));
  // Rounding must not put the share itself outside: at 0 and at `total` the interval ends there.
  const low = count === 0 ? 0 : (centre - spread) / denominator;
  const high = count === total ? 1 : (centre + spread) / denominator;
  return { share, low, high };
}

/** @param results Of each variant the kill, or null where it lived; at least one. */
export function outcomeOf(results: readonly (Kill | null)[]): Outcome {
  const kills = results.filter((kill) => kill !== null);
  return {
    variants: results.length,
    killed: wilson(kills.length, results.length),
    seconds: spreadOf(kills.map(({ seconds }) => seconds)),
    views: spreadOf(kills.map(({ views }) => views)),
  };
}

function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const { p50, p95 } = summarise(values);
  return { median: p50, p95 };
}
