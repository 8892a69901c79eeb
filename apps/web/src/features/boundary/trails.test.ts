import { expect, test } from 'vitest';
import { Trails } from './trails';

const dot = (monitoringId: string, x: number, y = 1) => ({ monitoringId, x, y });
const dues = (trails: Trails, id: string) => trails.of(id).map(({ x }) => x);

test('a trail is the last half minute, and standing still adds nothing to it', () => {
  const trails = new Trails();
  trails.add([dot('a', 1)], 0);
  trails.add([dot('a', 2)], 10_000);
  trails.add([dot('a', 2)], 20_000);
  trails.add([dot('a', 3)], 30_000);
  expect(dues(trails, 'a')).toEqual([1, 2, 3]);
  trails.add([dot('a', 4)], 31_000);
  expect(dues(trails, 'a')).toEqual([2, 3, 4]);
});

test('what is gone is forgotten', () => {
  const trails = new Trails();
  trails.add([dot('a', 1), dot('b', 1)], 0);
  trails.add([dot('b', 2)], 1_000);
  expect([dues(trails, 'a'), dues(trails, 'b')]).toEqual([[], [1, 2]]);
});
