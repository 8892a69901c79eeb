import { describe, expect, it } from 'vitest';
import { type Audience, seeded, simulate } from '../../test';
import { POSTED_AT } from '../../test/fixtures';
import type { Sample } from '../sample';
import { ReactionEstimator, refutesDelay } from './reactions';

const AUDIENCE: Audience = {
  viewsPerMinute: 600,
  engagementRate: 0.06,
  lagSeconds: 0,
  clustered: false,
};

function recordingOf(
  audience: Audience,
  [seed, session]: readonly [number, number],
  everySeconds = 1,
): readonly Sample[] {
  const samples = [...simulate(audience, 599, seeded(seed, session))].map((counters, second) => ({
    ...counters,
    observedAt: POSTED_AT + (second + 1) * 1000,
  }));
  return samples.filter((_, second) => (second + 1) % everySeconds === 0);
}

function estimate(audience: Audience, { sessions = 20, seed = 1, everySeconds = 1 } = {}) {
  const estimator = new ReactionEstimator();
  for (let session = 0; session < sessions; session += 1) {
    estimator.add(POSTED_AT, recordingOf(audience, [seed, session], everySeconds));
  }
  return estimator.estimate();
}

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
/** Of ten 95% intervals, fewer than this hold the true value once in a hundred times. */
const COVERED = 8;

function covers(
  interval: { readonly low: number; readonly high: number } | undefined,
  value: number,
): boolean {
  return interval !== undefined && interval.low <= value && interval.high >= value;
}

// Twenty recordings for each of ten seeds take a second or two.
describe('ReactionEstimator', { timeout: 60_000 }, () => {
  it('knows nothing from too few sessions, or from too few interactions', () => {
    expect(new ReactionEstimator().estimate()).toBeNull();
    expect(estimate(AUDIENCE, { sessions: 2 })).toBeNull();
    expect(estimate({ ...AUDIENCE, engagementRate: 0.0005 }, { sessions: 5 })).toBeNull();
  });

  it.each([
    { lagSeconds: 0, everySeconds: 1 },
    { lagSeconds: 5, everySeconds: 1 },
    { lagSeconds: 12, everySeconds: 1 },
    { lagSeconds: 12, everySeconds: 10 },
  ])(
    'recovers a mean delay of $lagSeconds s from a sample every $everySeconds s',
    ({ lagSeconds, everySeconds }) => {
      const delays = SEEDS.map(
        (seed) => estimate({ ...AUDIENCE, lagSeconds }, { seed, everySeconds })?.delay,
      );
      const mean = delays.reduce((sum, delay) => sum + (delay?.meanSeconds ?? 99), 0) / delays.length;
      expect(Math.abs(mean - lagSeconds)).toBeLessThan(1);
      expect(delays.filter((delay) => covers(delay, lagSeconds)).length).toBeGreaterThanOrEqual(COVERED);
    },
  );

  it.each([
    ['one reaction each', false, 1],
    ['several reactions of one viewer', true, 2],
  ])('recovers the dispersion of %s', (_, clustered, dispersion) => {
    const found = SEEDS.map(
      (seed) => estimate({ ...AUDIENCE, lagSeconds: 5, clustered }, { seed })?.dispersion,
    );
    const mean = found.reduce((sum, estimated) => sum + (estimated?.value ?? 99), 0) / found.length;
    expect(Math.abs(mean - dispersion)).toBeLessThan(0.25);
    expect(found.filter((estimated) => covers(estimated, dispersion)).length).toBeGreaterThanOrEqual(COVERED);
  });

  it('suggests a delay of 1.5 means, or the upper end of its interval, in steps of half a second', () => {
    const found = [
      ...SEEDS.slice(0, 3).map((seed) => estimate({ ...AUDIENCE, lagSeconds: 12 }, { seed, sessions: 10 })),
      // The fewer sessions, the wider the interval.
      ...SEEDS.slice(0, 5).map((seed) =>
        estimate({ ...AUDIENCE, viewsPerMinute: 120, lagSeconds: 5 }, { seed, sessions: 5 }),
      ),
      estimate(AUDIENCE),
    ];
    const bound = { mean: 0, interval: 0 };
    for (const one of found) {
      const { meanSeconds, high, suggestedSeconds } = one?.delay ?? {
        meanSeconds: 0,
        high: 0,
        suggestedSeconds: 0,
      };
      const needed = Math.max(1.5 * meanSeconds, high);
      expect(suggestedSeconds).toBeGreaterThanOrEqual(needed);
      expect(suggestedSeconds).toBeLessThan(needed + 0.5);
      expect(suggestedSeconds % 0.5).toBe(0);
      bound[high > 1.5 * meanSeconds ? 'interval' : 'mean'] += 1;
    }
    expect(Math.min(bound.mean, bound.interval)).toBeGreaterThan(0);
  });

  it('suggests a minute at most', () => {
    const delay = estimate({ ...AUDIENCE, lagSeconds: 300 })?.delay;
    expect(delay?.high).toBeGreaterThan(40);
    expect(delay?.suggestedSeconds).toBe(60);
  });

  it('refutes a configured delay that is below its interval, and no other', () => {
    const slow = estimate({ ...AUDIENCE, lagSeconds: 12 });
    const { low, high, meanSeconds } = slow?.delay ?? { low: 0, high: 0, meanSeconds: 0 };
    expect(low).toBeGreaterThan(7.5);
    const refutes = (seconds: number) => slow !== null && refutesDelay(slow, seconds);
    expect([0, 7.5, low - 0.01].map(refutes)).toEqual([true, true, true]);
    expect([low, meanSeconds, high, 60].map(refutes)).toEqual([false, false, false, false]);
  });

  it('says what it rests on', () => {
    const found = estimate(AUDIENCE, { sessions: 4 });
    const interactions = [0, 1, 2, 3].map(
      (session) => recordingOf(AUDIENCE, [1, session]).at(-1)?.interactions ?? 0,
    );
    expect(found).toMatchObject({
      sessions: 4,
      samples: 4 * 599,
      interactions: interactions.reduce((sum, count) => sum + count),
    });
  });

  it('ignores the order of sessions, repeated samples, and samples from before the post', () => {
    const recordings = [1, 2, 3, 4].map((seed) => recordingOf(AUDIENCE, [seed, 0]));
    const inOrder = new ReactionEstimator();
    for (const samples of recordings) inOrder.add(POSTED_AT, samples);
    const mixed = new ReactionEstimator();
    for (const samples of recordings.toReversed()) {
      const before = { observedAt: POSTED_AT - 1, views: 5, interactions: 5 };
      mixed.add(POSTED_AT, [before, ...samples.flatMap((sample) => [sample, sample])]);
    }
    const [expected, found] = [inOrder.estimate(), mixed.estimate()];
    expect(found).toEqual({ ...expected, dispersion: expect.anything() });
    expect(found?.dispersion.value).toBeCloseTo(expected?.dispersion.value ?? 0, 9);
  });
});
