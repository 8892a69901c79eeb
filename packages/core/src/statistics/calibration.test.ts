import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../test';
import { type CalibrationInput, calibrate } from './calibration';

/** Survivors of a persona whose variants differ by a fifth from one to the next. */
function sessions(count: number, realized: number, seed: number): readonly CalibrationInput[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const views = 500 + Math.floor(random.uniform() * 2_000);
    const rate = 0.06 * realized * (0.8 + 0.4 * random.uniform());
    return {
      expectedEngagementRate: 0.06,
      views,
      interactions: random.binomial(views, rate),
      outcome: 'survived',
    };
  });
}

const ONE: CalibrationInput = {
  expectedEngagementRate: 0.06,
  views: 1_000,
  interactions: 30,
  outcome: 'survived',
};

describe('calibrate', () => {
  it('knows nothing about no sessions', () => {
    expect(calibrate([])).toEqual({
      sessions: 0,
      survivors: 0,
      killedFollowed: 0,
      killedUnfollowed: 0,
      isCensored: false,
      views: 0,
      interactions: 0,
      expectedRate: null,
      realisedRate: null,
      factor: null,
      suggestedFactor: null,
      suggestionWaitsFor: 'needs 20 sessions that ran their full window; 0 so far',
    });
  });

  it('gives rates but no factor where too few sessions or no interactions are known', () => {
    expect(calibrate([ONE, ONE, ONE, ONE])).toMatchObject({
      sessions: 4,
      expectedRate: 0.06,
      realisedRate: 0.03,
      factor: null,
    });
    const silent = { ...ONE, interactions: 0 };
    expect(calibrate(Array.from({ length: 20 }, () => silent)).factor).toBeNull();
  });

  it('gives no factor where one session has all interactions', () => {
    const silent = { ...ONE, interactions: 0 };
    expect(calibrate([ONE, silent, silent, silent, silent]).factor).toBeNull();
  });

  it('counts sessions without views nowhere', () => {
    const seen = sessions(10, 1, 1);
    const unseen = { ...ONE, views: 0, interactions: 0 };
    expect(calibrate([unseen, ...seen, { ...unseen, outcome: 'killed_followed' }])).toEqual(calibrate(seen));
  });

  it('counts killed variants that nobody followed, marks the estimate, and uses none of their counters', () => {
    const followed = sessions(10, 1, 1).map((session, index) =>
      index < 4 ? { ...session, outcome: 'killed_followed' as const } : session,
    );
    const known = calibrate(followed);
    expect(known).toMatchObject({ sessions: 10, survivors: 6, killedFollowed: 4, isCensored: false });
    const unfollowed = { ...ONE, outcome: 'killed_unfollowed' as const };
    expect(calibrate([...followed, unfollowed, { ...unfollowed, views: 0 }])).toEqual({
      ...known,
      killedUnfollowed: 2,
      isCensored: true,
    });
  });

  it('covers the true factor as often as it says', () => {
    const runs = 400;
    const covered = Array.from({ length: runs }, (_, run) => calibrate(sessions(20, 0.8, 100 + run)).factor);
    const share = covered.filter((factor) => factor && factor.low <= 0.8 && factor.high >= 0.8).length / runs;
    // Four standard errors of a share of 0.95 out of 400.
    expect(Math.abs(share - 0.95)).toBeLessThan(0.044);
  });

  it('keeps its value inside its interval, and its suggestion between 1 and the value, whatever was counted', () => {
    const session = fc
      .record({
        views: fc.integer({ min: 0, max: 1e9 }),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
        expectedEngagementRate: fc.double({ min: 1e-4, max: 1, noNaN: true }),
        outcome: fc.constantFrom('survived', 'killed_followed', 'killed_unfollowed'),
      })
      .map(({ share, ...rest }) => ({ ...rest, interactions: Math.floor(rest.views * share) }));
    fc.assert(
      fc.property(fc.array(session, { maxLength: 60 }), (drawn) => {
        const { factor, suggestedFactor, suggestionWaitsFor } = calibrate(drawn);
        expect(suggestedFactor === null).toBe(suggestionWaitsFor !== null);
        if (factor === null) return;
        expect(factor.low).toBeLessThanOrEqual(factor.value);
        expect(factor.high).toBeGreaterThanOrEqual(factor.value);
        expect(factor.low).toBeGreaterThanOrEqual(0);
        if (suggestedFactor === null) return;
        expect(suggestedFactor).toBeGreaterThanOrEqual(Math.max(0.5, Math.min(1, factor.value)));
        expect(suggestedFactor).toBeLessThanOrEqual(Math.min(1.5, Math.max(1, factor.value)));
      }),
    );
  });
});

describe('the suggestion', () => {
  it.each([0.7, 1.4])('moves toward a factor of %d, by less than the whole of it', (off) => {
    const { factor, suggestedFactor, suggestionWaitsFor } = calibrate(sessions(60, off, 2));
    const value = factor?.value ?? 0;
    expect(Math.abs(value / off - 1)).toBeLessThan(0.1);
    expect(Math.abs(Math.log(suggestedFactor ?? 1))).toBeLessThan(Math.abs(Math.log(value)));
    expect(Math.abs((suggestedFactor ?? 0) / off - 1)).toBeLessThan(0.1);
    expect(suggestionWaitsFor).toBeNull();
  });

  it('shrinks the more, the less is known', () => {
    const shrinkage = (count: number) => {
      const { factor, suggestedFactor } = calibrate(sessions(count, 0.75, 5));
      return Math.log(suggestedFactor ?? 1) / Math.log(factor?.value ?? 1);
    };
    expect(shrinkage(20)).toBeLessThan(shrinkage(200));
    expect(shrinkage(200)).toBeGreaterThan(0.99);
  });

  it.each([
    [0.2, 0.5],
    [3, 1.5],
  ])('moves no threshold by more than half, though the factor is %d', (off, suggestion) => {
    expect(calibrate(sessions(30, off, 6)).suggestedFactor).toBe(suggestion);
  });

  it('leaves expected rates alone that may be right', () => {
    const { factor, suggestedFactor, suggestionWaitsFor } = calibrate(sessions(60, 1, 3));
    expect(factor?.low).toBeLessThan(1);
    expect(factor?.high).toBeGreaterThan(1);
    expect(suggestedFactor).toBeNull();
    expect(suggestionWaitsFor).toBe('the estimate is within its uncertainty of 1');
  });

  it('waits for sessions, survivors, and interactions', () => {
    const killed = (count: number) =>
      sessions(count, 0.5, 7).map((session) => ({ ...session, outcome: 'killed_followed' as const }));
    const waitsFor = (inputs: readonly CalibrationInput[]) => {
      const { suggestedFactor, suggestionWaitsFor } = calibrate(inputs);
      expect(suggestedFactor).toBeNull();
      return suggestionWaitsFor;
    };
    expect(waitsFor(killed(19))).toBe('needs 20 sessions that ran their full window; 19 so far');
    expect(waitsFor([...killed(20), ...sessions(2, 0.5, 8)])).toBe(
      'needs 3 variants that were not killed; 2 so far',
    );
    const silent = { ...ONE, interactions: 0 };
    expect(waitsFor([ONE, ...Array.from({ length: 20 }, () => silent)])).toBe(
      'needs 2 sessions with interactions; 1 so far',
    );
    expect(calibrate([...killed(20), ...sessions(3, 0.5, 8)]).suggestedFactor).toBeCloseTo(0.5, 1);
  });
});

describe('hindsight', () => {
  const WINDOW_SECONDS = 600;
  const VIEWS_PER_SECOND = 10;
  const POSTED_EVERY_SECONDS = 5;
  const NOW_SECONDS = 700;
  /** Post-kill readings come this long after a kill. */
  const FOLLOWED_AFTER_SECONDS = 30;

  interface Posted {
    readonly age: number;
    readonly killedAtAge: number | null;
    /** What it has reached at an age, or would have without a kill. */
    readonly interactionsAt: (age: number) => number;
  }

  /** Variants posted one after the other, expected right on average; those below half of expected are killed early. */
  function campaign(seed: number): readonly Posted[] {
    return Array.from({ length: NOW_SECONDS / POSTED_EVERY_SECONDS }, (_, index) => {
      const random = seeded(seed, index);
      const rate = 0.06 * 2 * random.uniform();
      const totals = [0];
      for (let second = 1; second <= WINDOW_SECONDS; second += 1) {
        totals.push((totals.at(-1) ?? 0) + random.binomial(VIEWS_PER_SECOND, rate));
      }
      const interactionsAt = (age: number) => totals[age] ?? 0;
      const kill = totals.findIndex(
        (total, age) => total >= 10 && total / (age * VIEWS_PER_SECOND) < 0.5 * 0.06,
      );
      return {
        age: NOW_SECONDS - index * POSTED_EVERY_SECONDS,
        killedAtAge: kill === -1 ? null : kill,
        interactionsAt,
      };
    });
  }

  function inputAt(age: number, { interactionsAt, killedAtAge }: Posted): CalibrationInput {
    return {
      expectedEngagementRate: 0.06,
      views: age * VIEWS_PER_SECOND,
      interactions: interactionsAt(age),
      outcome: killedAtAge === null ? 'survived' : 'killed_followed',
    };
  }

  const RUNS = 200;
  const campaigns = Array.from({ length: RUNS }, (_, seed) => campaign(seed));
  const hasEnded = ({ age }: Posted) => age >= WINDOW_SECONDS;
  /** ln f of each campaign: its mean over the runs, and that of the standard error. */
  function bias(inputsOf: (posted: readonly Posted[]) => readonly CalibrationInput[]) {
    const logs = campaigns.map((posted) => Math.log(calibrate(inputsOf(posted)).factor?.value ?? 0));
    const mean = logs.reduce((sum, log) => sum + log, 0) / RUNS;
    const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
    return { mean, error: Math.sqrt(squares / (RUNS - 1) / RUNS) };
  }

  it('makes an estimate too low that knows killed variants sooner than survivors', () => {
    const { mean, error } = bias((posted) =>
      posted.flatMap((variant) => {
        if (hasEnded(variant)) return [inputAt(WINDOW_SECONDS, variant)];
        const { age, killedAtAge } = variant;
        return killedAtAge !== null && killedAtAge + FOLLOWED_AFTER_SECONDS <= age
          ? [inputAt(killedAtAge + FOLLOWED_AFTER_SECONDS, variant)]
          : [];
      }),
    );
    expect(mean + 4 * error).toBeLessThan(0);
  });

  it('does not enter an estimate over windows that have passed in full', () => {
    const { mean, error } = bias((posted) =>
      posted.filter(hasEnded).map((variant) => inputAt(WINDOW_SECONDS, variant)),
    );
    expect(Math.abs(mean)).toBeLessThan(4 * error);
  });
});
