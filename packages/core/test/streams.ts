import type { Sample } from '../src/sample';
import { POSTED_AT } from './fixtures';
import { seeded } from './random';

/** The length of a stream. */
export const SECONDS = 600;

/** How a variant is seen and reacted to. */
export interface Stream {
  readonly seed: number;
  readonly viewsPerSecond: number;
  readonly rate: number;
  readonly rateAfter: number;
  readonly dropsAt: number;
}

/** Counters at the end of each second; the view rate wanders, and never trebles within a gap. */
export function countersOf({ seed, viewsPerSecond, rate, rateAfter, dropsAt }: Stream): readonly Sample[] {
  const random = seeded(seed, 15);
  const samples: Sample[] = [];
  let pace = viewsPerSecond;
  let views = 0;
  let interactions = 0;
  for (let second = 1; second <= SECONDS; second += 1) {
    pace *= 0.93 + 0.15 * random.uniform();
    const seen = random.poisson(Math.min(pace, 300));
    views += seen;
    interactions += random.binomial(seen, second < dropsAt ? rate : rateAfter);
    samples.push({ views, interactions, observedAt: POSTED_AT + second * 1000 });
  }
  return samples;
}
