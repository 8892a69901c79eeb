import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SHARD_COUNT, shardOf } from './names';

it('gives a variant the same shard everywhere and always', () => {
  expect(['variant-1', 'variant-2', 'ünïcödé', ''].map(shardOf)).toEqual([0, 9, 2, 5]);
  fc.assert(
    fc.property(
      fc.string(),
      (id) => shardOf(id) >= 0 && shardOf(id) < SHARD_COUNT && Number.isInteger(shardOf(id)),
    ),
  );
});

it('spreads variants evenly', () => {
  const counts = Array<number>(SHARD_COUNT).fill(0);
  for (let index = 0; index < 16_000; index += 1)
    counts[shardOf(`variant-${index}`)] = (counts[shardOf(`variant-${index}`)] ?? 0) + 1;
  expect(Math.min(...counts)).toBeGreaterThan(800);
  expect(Math.max(...counts)).toBeLessThan(1200);
});
