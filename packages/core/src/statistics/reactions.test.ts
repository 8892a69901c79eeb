import { describe, expect, it } from 'vitest';
import { type Audience, seeded, simulate } from '../../test';
import { POSTED_AT } from '../../test/fixtures';
import type { Sample } from '../sample';
import { ReactionEstimator } from './reactions';

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
/** Of ten 95 % intervals, fewer would hold the true value once in a hundred times. */
const COVERED = 8;

function covers(
  interval: { readonly low: number; readonly high: number } | undefined,
  value: number,
): boolean {
  return interval !== undefined && interval.low <= value && interval.high >= value;
}

// Twenty recordings for each of ten seeds take a second or two.
describe('ReactionEstimator', { timeout: 60_000 }, () => {
  it('has nothing to say of too few sessions, or of too few interactions', () => {
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
    'recovers a mean lag of $lagSeconds s from a sample every $everySeconds s',
    ({ lagSeconds, everySeconds }) => {
      const lags = SEEDS.map((seed) => estimate({ ...AUDIENCE, lagSeconds }, { seed, everySeconds })?.lag);
      const mean = lags.reduce((sum, lag) => sum + (lag?.meanSeconds ?? 99), 0) / lags.length;
      expect(Math.abs(mean - lagSeconds)).toBeLessThan(1);
      expect(lags.filter((lag) => covers(lag, lagSeconds)).length).toBeGreaterThanOrEqual(COVERED);
      for (const lag of lags) expect(lag?.suggestedSeconds).toBe(Math.ceil(3 * (lag?.meanSeconds ?? 0)));
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

  it('does not mind the order of sessions, repeated samples, or samples from before the post', () => {
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
