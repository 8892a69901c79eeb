import { describe, expect, it } from 'vitest';
import { readUsage } from './usage';

const told = (headers: Readonly<Record<string, string>>) => readUsage({ header: (name) => headers[name] });
const shares = (call_count: number, total_time: number, total_cputime: number) => ({
  call_count,
  total_time,
  total_cputime,
});

describe('usage headers', () => {
  it('tell the most of all shares in either header', () => {
    const app = { 'x-app-usage': JSON.stringify(shares(28, 25, 31)) };
    const business = {
      'x-business-use-case-usage': JSON.stringify({
        a: [shares(1, 2, 3)],
        b: [shares(4, 95, 6), shares(7, 8, 9)],
      }),
    };
    expect(told(app)).toEqual({ usedPercent: 31, regainAfterMs: null });
    expect(told(business).usedPercent).toBe(95);
    expect(told({ ...app, ...business }).usedPercent).toBe(95);
  });

  it('tell the longest wait', () => {
    const entry = (minutes: number) => ({ ...shares(100, 0, 0), estimated_time_to_regain_access: minutes });
    const header = JSON.stringify({ a: [entry(3)], b: [entry(17)] });
    expect(told({ 'x-business-use-case-usage': header })).toEqual({
      usedPercent: 100,
      regainAfterMs: 17 * 60_000,
    });
  });

  it.each(['', '[]', '7', 'null', '{"a":7}', 'nonsense'])('tell nothing if they are %j', (header) => {
    const { regainAfterMs } = told({ 'x-app-usage': header, 'x-business-use-case-usage': header });
    expect(regainAfterMs).toBeNull();
    expect(told({ 'x-business-use-case-usage': header }).usedPercent).toBeNull();
  });

  it('tell nothing if they are not there', () => {
    expect(told({})).toEqual({ usedPercent: null, regainAfterMs: null });
  });
});
