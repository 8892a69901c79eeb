import { describe, expect, it } from 'vitest';
import { isLow, stretchOf } from './budget';

describe('the budget of calls', () => {
  it('stretches nothing without a limit, or while a window at full pace fits into what is left', () => {
    expect(stretchOf({ limit: null, used: 1e9, wantedPerSecond: 100 })).toBe(1);
    expect(stretchOf({ limit: 48_000, used: 42_000, wantedPerSecond: 10 })).toBe(1);
  });

  it('lasts: used up at the stretched pace, it never gets to nothing within hours', () => {
    let used = 40_000;
    for (let second = 0; second < 4 * 3_600; second += 1) {
      const stretch = stretchOf({ limit: 48_000, used, wantedPerSecond: 20 });
      used += 20 / stretch;
    }
    expect(used).toBeLessThan(54_000);
    expect(used).toBeGreaterThan(47_000);
  });

  it('is low from a fifth on', () => {
    expect([
      isLow({ limit: 100, used: 79 }),
      isLow({ limit: 100, used: 80 }),
      isLow({ limit: null, used: 80 }),
    ]).toEqual([false, true, false]);
  });
});
