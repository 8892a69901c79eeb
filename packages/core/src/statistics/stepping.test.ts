import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Audience, type Counters, seeded, simulate } from '../../test';
import {
  advanceInteractionSteps,
  hasInteractionSteps,
  type InteractionSteps,
  NO_INTERACTION_STEPS,
  type ReadingGain,
} from './stepping';

const SECONDS = 600;

/** The gains of one reading after the other. */
function* gains(counters: Iterable<Counters>): Generator<ReadingGain> {
  let before: Counters = { views: 0, interactions: 0 };
  for (const reading of counters) {
    yield {
      views: reading.views - before.views,
      interactions: reading.interactions - before.interactions,
    };
    before = reading;
  }
}

/** The number of the reading at which the detector flags; null where it never does. */
function flaggedAt(counters: Iterable<Counters>): number | null {
  let steps: InteractionSteps = NO_INTERACTION_STEPS;
  let reading = 0;
  for (const gain of gains(counters)) {
    reading += 1;
    steps = advanceInteractionSteps(steps, gain);
    if (hasInteractionSteps(steps)) return reading;
  }
  return null;
}

/** A source whose interactions are those of the last refresh, and whose views are as they are. */
function* refreshedEvery(seconds: number, counters: Iterable<Counters>, offset = 0): Generator<Counters> {
  let second = offset;
  let interactions = 0;
  for (const reading of counters) {
    second += 1;
    if (second % seconds === 0) interactions = reading.interactions;
    yield { views: reading.views, interactions };
  }
}

/** Every so many readings, as a slower check sees them. */
function* checkedEvery(seconds: number, counters: Iterable<Counters>): Generator<Counters> {
  let second = 0;
  for (const reading of counters) {
    second += 1;
    if (second % seconds === 0) yield reading;
  }
}

/** An audience that goes on viewing, but doesn't react in some seconds. */
function* silentWhile(
  isSilent: (second: number) => boolean,
  counters: Iterable<Counters>,
): Generator<Counters> {
  let second = 0;
  let views = 0;
  let interactions = 0;
  for (const gain of gains(counters)) {
    second += 1;
    views += gain.views;
    if (!isSilent(second)) interactions += gain.interactions;
    yield { views, interactions };
  }
}

const AUDIENCE: Audience = { viewsPerMinute: 600, engagementRate: 0.06, lagSeconds: 5, clustered: false };

const simulated = (audience: Partial<Audience>, ...seed: readonly [number, number]) =>
  simulate({ ...AUDIENCE, ...audience }, SECONDS, seeded(...seed));

// Thousands of streams of ten minutes take some seconds.
describe('streams that do not step', { timeout: 60_000 }, () => {
  const clustered = true;
  it.each<[string, (run: number) => Iterable<Counters>]>([
    ['a steady one', (run) => simulated({}, run, 1)],
    ['one without delay', (run) => simulated({ lagSeconds: 0 }, run, 2)],
    ['one of viewers who react several times', (run) => simulated({ clustered }, run, 3)],
    ['the same without delay', (run) => simulated({ clustered, lagSeconds: 0 }, run, 4)],
    ['one of few views', (run) => simulated({ clustered, viewsPerMinute: 60 }, run, 5)],
    ['one of few interactions', (run) => simulated({ clustered, engagementRate: 0.01 }, run, 6)],
    [
      'one that drops to zero',
      (run) => silentWhile((second) => second > 200, simulated({ clustered }, run, 7)),
    ],
    [
      'one that goes silent for 20 s again and again',
      (run) => silentWhile((second) => second % 40 < 20, simulated({ clustered }, run, 8)),
    ],
    ['one that is checked every 10 s', (run) => checkedEvery(10, simulated({ clustered }, run, 9))],
    ['one whose views step too', (run) => bothRefreshed(run)],
  ])('flags %s at most once in a thousand times', (_, streamOf) => {
    let flagged = 0;
    for (let run = 0; run < 1_000; run += 1) if (flaggedAt(streamOf(run)) !== null) flagged += 1;
    expect(flagged).toBeLessThanOrEqual(1);
  });

  /** Both counters refresh every 10 s and are read every second. */
  function* bothRefreshed(run: number): Generator<Counters> {
    let second = 0;
    let shown: Counters = { views: 0, interactions: 0 };
    for (const reading of simulated({ clustered }, run, 10)) {
      second += 1;
      if (second % 10 === 0) shown = reading;
      yield shown;
    }
  }
});

describe('sources whose interactions step', { timeout: 60_000 }, () => {
  it.each([
    { every: 10, viewsPerMinute: 600, clustered: false, refreshes: 8 },
    { every: 10, viewsPerMinute: 600, clustered: true, refreshes: 8 },
    { every: 30, viewsPerMinute: 600, clustered: true, refreshes: 5 },
    { every: 10, viewsPerMinute: 3_000, clustered: true, refreshes: 5 },
    { every: 30, viewsPerMinute: 3_000, clustered: false, refreshes: 5 },
  ])(
    'are flagged within $refreshes refreshes every $every s, at $viewsPerMinute views a minute',
    ({ every, viewsPerMinute, clustered, refreshes }) => {
      const runs = 200;
      let late = 0;
      for (let run = 0; run < runs; run += 1) {
        const stream = simulated({ viewsPerMinute, clustered }, run, every);
        const flagged = flaggedAt(refreshedEvery(every, stream, run % every)) ?? SECONDS;
        if (flagged > refreshes * every) late += 1;
      }
      expect(late / runs).toBeLessThanOrEqual(0.05);
    },
  );

  it('are flagged when checks are rarer than once a second, and when they begin to step later', () => {
    for (let run = 0; run < 50; run += 1) {
      const stepping = refreshedEvery(30, simulated({}, run, 20));
      expect(flaggedAt(checkedEvery(5, stepping))).toBeLessThan(SECONDS / 5);
      let second = 0;
      const mixed = [...simulated({ viewsPerMinute: 3_000 }, run, 21)];
      const later = mixed.map((reading) => {
        second += 1;
        const refreshed = second < 300 ? second : Math.floor(second / 10) * 10;
        return { views: reading.views, interactions: mixed[refreshed - 1]?.interactions ?? 0 };
      });
      const flagged = flaggedAt(later);
      expect(flagged).toBeGreaterThan(300);
      expect(flagged).toBeLessThan(400);
    }
  });
});

describe('one reading', () => {
  const after = (...readings: readonly ReadingGain[]) =>
    readings.reduce((steps, gain) => advanceInteractionSteps(steps, gain), NO_INTERACTION_STEPS);
  const quiet = { views: 10, interactions: 0 };
  const burst = { views: 10, interactions: 6 };
  const cycle = [...Array.from({ length: 9 }, () => quiet), burst];

  it('needs four jumps to flag, however large they are', () => {
    const huge = [
      ...Array.from({ length: 99 }, () => ({ views: 1_000, interactions: 0 })),
      { views: 1_000, interactions: 6_000 },
    ];
    expect(hasInteractionSteps(after(...huge, ...huge, ...huge))).toBe(false);
    expect(hasInteractionSteps(after(...huge, ...huge, ...huge, ...huge))).toBe(true);
  });

  it('compares hypotheses by the likelihood: six interactions after nine quiet readings', () => {
    // Three times ln 10, less ln (10 × 11), the chance of that gap.
    expect(after(...cycle).logRatio).toBeCloseTo(3 * Math.log(10) - Math.log(110), 12);
    // The second gap repeats the first.
    const { logRatio } = after(...cycle, ...cycle);
    expect(logRatio - after(...cycle).logRatio).toBeCloseTo(
      Math.min(4, 3 * Math.log(10) + Math.log((1 / 110 + 1 / 3) / 2)),
      12,
    );
  });

  it('counts interactions without new views with the next views', () => {
    const trickle = { views: 0, interactions: 3 };
    expect(after(quiet, trickle, trickle, quiet)).toEqual(after(quiet, burst));
    expect(after(quiet, trickle, trickle).logRatio).toBe(0);
  });

  it('takes a higher dispersion to say that a burst is less', () => {
    const before = after(...cycle.slice(0, -1));
    const [lower, same, higher] = [1, 2, 4].map((dispersion) =>
      advanceInteractionSteps(before, burst, dispersion),
    );
    expect(lower).toEqual(same);
    expect(higher?.logRatio).toBeLessThan(same?.logRatio ?? 0);
  });

  it('keeps finite numbers, whatever comes', () => {
    const gain = fc.record({
      views: fc.integer({ min: 0, max: 1e9 }),
      interactions: fc.integer({ min: 0, max: 1e9 }),
    });
    fc.assert(
      fc.property(fc.array(gain, { maxLength: 50 }), (readings) => {
        const steps = after(...readings);
        for (const value of Object.values(steps)) expect(Number.isFinite(value)).toBe(true);
        expect(steps.logRatio).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
