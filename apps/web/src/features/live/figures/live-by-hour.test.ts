import { expect, test } from 'vitest';
import { liveByHour } from './live-by-hour';

const hour = (posted: number, killed = 0, timedOut = 0, stopped = 0) => ({
  posted,
  killed,
  timedOut,
  stopped,
});

test('counts back from now over what came and went', () => {
  expect(liveByHour([hour(5), hour(10, 2, 3), hour(1, 0, 0, 4)], 7)).toEqual([5, 10, 7]);
});

test('is never below nothing, where more ended than is known to have been posted', () => {
  expect(liveByHour([hour(9), hour(5)], 2)).toEqual([0, 2]);
});

test('is nothing where no hour is known', () => expect(liveByHour([], 3)).toEqual([]));
