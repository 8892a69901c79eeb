import { expect, it } from 'vitest';
import { nextRestart } from './restarts';

it.each([
  { name: 'the first time, soon', count: 0, livedMs: 10, restart: { count: 1, pauseMs: 1_000 } },
  { name: 'again, later each time', count: 3, livedMs: 10, restart: { count: 4, pauseMs: 8_000 } },
  { name: 'the fifth time', count: 4, livedMs: 59_999, restart: { count: 5, pauseMs: 16_000 } },
  { name: 'no sixth time', count: 5, livedMs: 59_999, restart: null },
  { name: 'as new after a minute', count: 5, livedMs: 60_000, restart: { count: 1, pauseMs: 1_000 } },
])('restarts $name', ({ count, livedMs, restart }) => {
  expect(nextRestart(count, livedMs)).toEqual(restart);
});
