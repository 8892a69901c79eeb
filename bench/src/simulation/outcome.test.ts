import { describe, expect, it } from 'vitest';
import { outcomeOf, type Run, wilson } from './outcome';

describe('wilson', () => {
  // Newcombe, Statistics in Medicine 17 (1998), table I.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i out of %i is the published interval', (count, total, low, high) => {
    expect(wilson(count, total).low).toBeCloseTo(low, 4);
    expect(wilson(count, total).high).toBeCloseTo(high, 4);
  });
});

describe('the outcome of a cell', () => {
  const run = (changedAt: number, killedAt: number | null, warnedAt: number | null = null): Run => ({
    changedAt,
    fate: {
      kill: killedAt === null ? null : { seconds: killedAt, views: killedAt * 10, reason: 'drop' },
      warnedAt,
      timeOut: killedAt === null ? 'not_enough_data' : null,
    },
  });

  it('counts from the change on, and tells apart what came before it', () => {
    const outcome = outcomeOf([run(100, 110), run(100, 130), run(100, 90), run(100, null, 160)]);
    expect([outcome.killed.share, outcome.killedBefore.share]).toEqual([0.5, 0.25]);
    expect(outcome.seconds).toMatchObject({ median: 10, p90: 30 });
    expect(outcome.views).toMatchObject({ median: 1_100 });
    expect([outcome.warned.share, outcome.secondsToWarning?.median]).toEqual([0.25, 60]);
    expect(outcome.notEnoughData.share).toBe(0.25);
  });

  it('counts from the posting on where nothing changes, and has no times where nothing was killed', () => {
    expect(outcomeOf([run(0, 12)]).seconds?.median).toBe(12);
    expect(outcomeOf([run(0, null)])).toMatchObject({ seconds: null, views: null, secondsToWarning: null });
  });
});
