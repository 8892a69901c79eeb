import { describe, expect, it } from 'vitest';
import { type CallBudget, forecastCalls, isLow } from './budget';

const NOW = Date.UTC(2026, 10, 28, 12, 30);
const HOUR_MS = 3_600_000;
const hour = (ago: number, used: number) => ({ hour: Date.UTC(2026, 10, 28, 12) - ago * HOUR_MS, used });

function forecast(budget: Partial<CallBudget>) {
  return forecastCalls({ limit: 48_000, hours: [], wantedPerSecond: 1, toldPercent: null, ...budget }, NOW);
}

describe('the calls of an account', () => {
  it('are spent as planned while they last for an hour', () => {
    expect(forecast({ wantedPerSecond: 0.5 })).toMatchObject({
      lastsSeconds: null,
      stretch: 1,
      isLow: false,
    });
    expect(forecast({ wantedPerSecond: 13 })).toMatchObject({ stretch: 1, isLow: false });
    expect(forecast({ limit: null, wantedPerSecond: 1_000 })).toMatchObject({ stretch: 1, isLow: false });
  });

  it('are spread over the next hour where they would not, so some are left for hours', () => {
    let used = 0;
    const spent: number[] = [];
    for (let minute = 0; minute < 180; minute += 1) {
      const { stretch } = forecast({ hours: [hour(0, used)], wantedPerSecond: 40 });
      used += (60 * 40) / stretch;
      spent.push(used);
    }
    expect(spent[59]).toBeLessThan(40_000);
    expect(spent.at(-1)).toBeLessThan(48_000);
    const early = forecast({ hours: [hour(0, 12_000)], wantedPerSecond: 40 });
    expect(early).toMatchObject({
      used: 12_000,
      usedPercent: 25,
      lastsSeconds: 900,
      stretch: 4,
      isLow: true,
    });
  });

  it('count again what is free again before they run out', () => {
    const hours = [hour(24, 20_000), hour(0, 20_000)];
    // 8,000 are left; half an hour from now 20,000 more.
    expect(forecast({ hours, wantedPerSecond: 4 }).lastsSeconds).toBe(7_000);
    expect(forecast({ hours: [hour(0, 40_000)], wantedPerSecond: 4 }).lastsSeconds).toBe(2_000);
  });

  it('are as good as gone where too many were made', () => {
    expect(forecast({ hours: [hour(0, 50_000)] })).toMatchObject({
      lastsSeconds: 0,
      stretch: 36,
      isLow: true,
    });
  });

  it('are spent more slowly over the last fifth that the source reports', () => {
    const stretches = [null, 0, 80, 90, 100, 140].map((toldPercent) => forecast({ toldPercent }).stretch);
    expect(stretches).toEqual([1, 1, 1, 3.5, 6, 6]);
    expect(forecast({ toldPercent: 90, hours: [hour(0, 4_800)] }).usedPercent).toBe(90);
  });

  it('are low where a fifth is left', () => {
    expect([null, 79, 80, 120].map(isLow)).toEqual([false, false, true, true]);
  });
});
