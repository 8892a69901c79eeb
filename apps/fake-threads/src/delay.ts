import { z } from 'zod';
import { normal, type Random } from './random';

const milliseconds = z.number().min(0).max(600_000);

/** How long answers take, milliseconds: always the same, evenly spread, or lognormal with these percentiles. */
export const delaySchema = z.union(
  [
    z.int().min(1).max(600_000),
    z
      .strictObject({ min: milliseconds, max: milliseconds })
      .refine(({ min, max }) => min <= max, 'max must be at least min'),
    z
      .strictObject({ p50: milliseconds.gt(0), p99: milliseconds })
      .refine(({ p50, p99 }) => p50 <= p99, 'p99 must be at least p50'),
  ],
  { error: 'a number of milliseconds from 1 to 600000, { min, max } or { p50, p99 }' },
);
export type Delay = z.output<typeof delaySchema>;

/** The 99th percentile of the standard normal distribution. */
const Z99 = 2.326_347_874;

/** Draws how long one answer takes, milliseconds. */
export function drawDelay(delay: Delay, random: Random): number {
  if (typeof delay === 'number') return delay;
  if ('min' in delay) return delay.min + random() * (delay.max - delay.min);
  const sigma = Math.log(delay.p99 / delay.p50) / Z99;
  return delay.p50 * Math.exp(sigma * normal(random));
}
