import { describe, expect, it } from 'vitest';
import { readXReset, readXUsage, xIdProblem } from './x';

const NOW_SECONDS = 1_767_225_600;
const answer = (headers: Readonly<Record<string, number>>) => ({
  header: (name: string) => (headers[name] === undefined ? undefined : String(headers[name])),
});
const window = (name: string, limit: number, remaining: number, reset: number) => ({
  [`${name}-limit`]: limit,
  [`${name}-remaining`]: remaining,
  [`${name}-reset`]: reset,
});

describe('limits of X', () => {
  it('are those of the tightest window', () => {
    const headers = answer({
      ...window('x-rate-limit', 900, 675, NOW_SECONDS + 600),
      ...window('x-app-limit-24hour', 10_000, 1_000, NOW_SECONDS + 50_000),
    });
    expect(readXUsage(headers)).toEqual({
      usedPercent: 90,
      callsPerDay: 10_000,
      until: (NOW_SECONDS + 600) * 1_000,
    });
  });

  it('of a quarter of an hour are counted for a day', () => {
    expect(readXUsage(answer(window('x-rate-limit', 300, 300, NOW_SECONDS)))).toMatchObject({
      usedPercent: 0,
      callsPerDay: 28_800,
    });
  });

  it('end when the windows that are used up end', () => {
    const quarter = window('x-rate-limit', 900, 5, NOW_SECONDS + 600);
    const day = window('x-user-limit-24hour', 100, 0, NOW_SECONDS + 50_000);
    expect(readXReset(answer({ ...quarter, ...day }))).toBe((NOW_SECONDS + 50_000) * 1_000);
    expect(readXReset(answer(quarter))).toBe((NOW_SECONDS + 600) * 1_000);
  });

  it('are unknown where nothing is told', () => {
    expect(readXUsage(answer({}))).toBeNull();
    expect(readXUsage(answer({ 'x-rate-limit-limit': 900 }))).toBeNull();
    expect(readXReset(answer({}))).toBeNull();
  });
});

describe('a post id of X', () => {
  it('is digits: one other id would fail a whole request', () => {
    expect(xIdProblem('1893000000000000000')).toBeNull();
    expect(xIdProblem('post-1')).toBe('is "post-1"; X needs 1 to 19 digits');
    expect(xIdProblem('..')).toContain('would change the address');
  });
});
