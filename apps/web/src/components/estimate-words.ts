import { formatCount } from '@cull/core';

/** A figure with its 95% interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A share from 0 to 1 with its 95% interval. */
export interface Share {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Returns a figure with its interval: "12,300 (10,100 to 14,500)". */
export function estimateWords(
  { value, low, high }: Estimate,
  format: (number: number) => string = formatCount,
): string {
  return `${format(value)} (${format(low)} to ${format(high)})`;
}

/** Returns a share as percentages with its interval: "25% (7% to 52%)"; a dash where it is not known. */
export function shareWords(share: Share | null): string {
  if (share === null) return '–';
  return estimateWords({ value: share.share, low: share.low, high: share.high }, percent);
}

/** Returns what is left of a share: of false verdicts, how many are right. */
export function complement({ share, low, high }: Share): Share {
  return { share: 1 - share, low: 1 - high, high: 1 - low };
}

/** Whole percentages, with a decimal below ten: whether 0.4% or 4% are false is what it is about. */
function percent(share: number): string {
  const value = 100 * share;
  const isWhole = value === 0 || value >= 9.95;
  return `${value.toFixed(isWhole ? 0 : 1)}%`;
}
