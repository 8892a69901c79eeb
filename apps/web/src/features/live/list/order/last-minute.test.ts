import { expect, test } from 'vitest';
import { lastMinute } from './last-minute';

const AT = Date.parse('2026-11-23T12:00:00Z');
const point = (second: number, engagementRate: number | null) => ({
  at: new Date(AT + second * 1_000).toISOString(),
  engagementRate,
});
const seconds = (readings: ReturnType<typeof lastMinute>) => readings.map(({ at }) => (at - AT) / 1_000);

test('the live points go on behind the recorded ones', () => {
  const readings = lastMinute([point(1, 0.1), point(4, 0.2)], [point(3, 0.9), point(4, 0.2), point(5, 0.3)]);
  expect(readings).toEqual([
    { at: AT + 1_000, rate: 0.1 },
    { at: AT + 4_000, rate: 0.2 },
    { at: AT + 5_000, rate: 0.3 },
  ]);
});

test('what is older than a minute, or has no rate, is not drawn', () => {
  const readings = lastMinute([point(0, 0.1), point(20, null), point(30, 0.1)], [point(61, 0.1)]);
  expect(seconds(readings)).toEqual([30, 61]);
  expect(lastMinute([], [{ at: null, engagementRate: null }])).toEqual([]);
});

test('either is enough', () => {
  expect(seconds(lastMinute([point(1, 0.1)], []))).toEqual([1]);
  expect(seconds(lastMinute([], [point(1, 0.1)]))).toEqual([1]);
});
