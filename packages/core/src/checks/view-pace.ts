import type { Sample } from '../sample';

/** How fast views come, as far as a kill may depend on it. Replaced, never changed in place. */
export interface ViewPace {
  /** Views a second: the fastest that was seen lately. */
  readonly rate: number;
  /** When the reading behind it was taken, epoch milliseconds. */
  readonly at: number;
}

/** A faster stretch is remembered for about this long. */
const MEMORY_MS = 15_000;

/**
 * Returns the pace after a believed reading.
 *
 * Few views say little about their rate, so two standard deviations of a Poisson count are added; and a slower stretch takes over
 * only as the faster one before it is forgotten, since views come in bursts.
 * @param before Null for the first reading, which counts from the posting.
 * @param previous The reading that was believed before; null for none.
 */
export function paceAfter(
  before: ViewPace | null,
  previous: Pick<Sample, 'views' | 'observedAt'> | null,
  sample: Pick<Sample, 'views' | 'observedAt'>,
  startedAt: number,
): ViewPace {
  const from = previous ?? { views: 0, observedAt: startedAt };
  const ms = Math.max(sample.observedAt - from.observedAt, 1);
  const came = Math.max(0, sample.views - from.views);
  const measured = ((came + 2 * Math.sqrt(came) + 1) / Math.max(ms, 1_000)) * 1_000;
  const remembered =
    before === null ? 0 : before.rate * Math.exp(-(sample.observedAt - before.at) / MEMORY_MS);
  return { rate: Math.max(measured, remembered), at: sample.observedAt };
}
