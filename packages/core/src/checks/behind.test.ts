import { describe, expect, it } from 'vitest';
import { behindWords, isBehind, lateChecks } from './behind';

const pace = (achievedSeconds: number, wantedSeconds: number) => ({ achievedSeconds, wantedSeconds });

describe('checks that come less often than planned', () => {
  it.each([
    ['as planned', pace(1, 1), false, false],
    ['with the latency of a far source', pace(1.15, 1), false, false],
    ['late by a factor, and hardly by time', pace(1.4, 1), false, false],
    ['late by time, and hardly by a factor', pace(12, 10), false, false],
    ['late by both', pace(2, 1), true, true],
    ['nearly back', pace(1.6, 1), false, true],
    ['back', pace(1.2, 1), false, false],
  ])('are behind, and stay behind, if %s: %o', (_, achieved, begins, lasts) => {
    expect([isBehind(achieved, false), isBehind(achieved, true)]).toEqual([begins, lasts]);
  });

  it('are told with both intervals and the cause', () => {
    const words = (achieved: number, wanted: number) =>
      behindWords({ ...pace(achieved, wanted), cause: 'calls_budget' });
    expect(words(4.04, 1)).toBe('every 4 s instead of 1 s: call budget');
    expect(words(80, 2.5)).toBe('every 1 min 20 s instead of 2.5 s: call budget');
  });
});

describe('the checks of one variant', () => {
  const NOW = Date.UTC(2026, 10, 28);
  const last = { gapMs: 4_100, wantedMs: 1_000, checkedAt: NOW - 500 };

  it('are late where its account is behind and so is it', () => {
    expect(lateChecks(last, 'lanes', NOW)).toEqual({
      achievedSeconds: 4.1,
      wantedSeconds: 1,
      cause: 'lanes',
    });
    expect(lateChecks({ ...last, gapMs: 1_150 }, 'lanes', NOW)).toBeNull();
    expect(lateChecks(last, null, NOW)).toBeNull();
    expect(lateChecks({ gapMs: null, wantedMs: null, checkedAt: null }, 'lanes', NOW)).toBeNull();
  });

  it('are late while the next does not come', () => {
    const waiting = { ...last, gapMs: 1_000, checkedAt: NOW - 65_000 };
    expect(lateChecks(waiting, 'rate_limit', NOW)?.achievedSeconds).toBe(60);
  });
});
