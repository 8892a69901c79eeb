import { expect, it } from 'vitest';
import { callsLimit } from './calls-limit';

const THREADS = { callsPerDay: 48_000, callsPerView: 4_800 };

it.each([
  ['the minimum without views', THREADS, null, 0, 48_000],
  ['the minimum up to ten views', THREADS, null, 10, 48_000],
  ['by views above them', THREADS, null, 1_000, 4_800_000],
  ['what the source says itself', THREADS, 9_600, 1_000, 9_600],
  ['a fixed limit', { callsPerDay: 500, callsPerView: null }, null, 1_000, 500],
  ['unknown', { callsPerDay: null, callsPerView: null }, null, 1_000, null],
])('the calls of an account are %s', (_, capabilities, told, views, limit) => {
  expect(callsLimit(capabilities, told, views)).toBe(limit);
});
