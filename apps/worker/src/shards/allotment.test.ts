import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOf, surplusOf } from './allotment';

/** Who holds which shards; shards of nobody are free. */
type World = Map<string, number[]>;

function holdingsOf(world: World): Map<string, number> {
  return new Map([...world].map(([id, held]) => [id, held.length]));
}

function freeOf(world: World, shardCount: number): number[] {
  const taken = new Set([...world.values()].flat());
  return Array.from({ length: shardCount }, (_, shard) => shard).filter((shard) => !taken.has(shard));
}

/** One worker's round: it hands back what is too much, or takes what is free. @returns How many shards moved. */
function round(world: World, id: string, shardCount: number): number {
  const held = world.get(id) ?? [];
  const share = shareOf(id, holdingsOf(world), shardCount);
  const surplus = surplusOf(held, share);
  const taken = freeOf(world, shardCount).slice(0, Math.max(0, share - held.length));
  world.set(id, [...held.filter((shard) => !surplus.includes(shard)), ...taken]);
  return surplus.length + taken.length;
}

const ids = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 24 });
const counts = fc.integer({ min: 1, max: 64 });
/** Workers that hold any shards, and the order in which their rounds come. */
const worlds = fc
  .record({ ids, shardCount: counts })
  .chain(({ ids: workers, shardCount }) =>
    fc.record({
      shardCount: fc.constant(shardCount),
      workers: fc.constant(workers),
      holders: fc.array(fc.integer({ min: -1, max: workers.length - 1 }), {
        minLength: shardCount,
        maxLength: shardCount,
      }),
      order: fc.shuffledSubarray(workers, { minLength: workers.length }),
    }),
  )
  .map(({ shardCount, workers, holders, order }) => {
    const world: World = new Map(workers.map((id) => [id, []]));
    for (const [shard, holder] of holders.entries()) {
      const id = workers[holder];
      if (id !== undefined) world.get(id)?.push(shard);
    }
    return { shardCount, world, order };
  });

function isEven(world: World, shardCount: number): boolean {
  const held = [...holdingsOf(world).values()];
  return held.reduce((a, b) => a + b, 0) === shardCount && Math.max(...held) - Math.min(...held) <= 1;
}

describe('the sharing of shards', () => {
  it('gives shares that are within one of each other and together all shards', () => {
    fc.assert(
      fc.property(worlds, ({ world, shardCount }) => {
        const shares = [...world.keys()].map((id) => shareOf(id, holdingsOf(world), shardCount));
        expect(shares.reduce((a, b) => a + b, 0)).toBe(shardCount);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('becomes even whatever it begins with, and then no shard moves any more', () => {
    fc.assert(
      fc.property(worlds, ({ world, shardCount, order }) => {
        for (let pass = 0; pass < 3; pass += 1) for (const id of order) round(world, id, shardCount);
        expect(isEven(world, shardCount)).toBe(true);
        expect([...world.values()].flat().sort((a, b) => a - b)).toEqual(
          Array.from({ length: shardCount }, (_, shard) => shard),
        );
        const moved = order.map((id) => round(world, id, shardCount));
        expect(moved.every((count) => count === 0)).toBe(true);
      }),
    );
  });

  it('moves no more than the share of the worker that comes', () => {
    fc.assert(
      fc.property(worlds, fc.uuid(), ({ world, shardCount, order }, newcomer) => {
        fc.pre(!world.has(newcomer));
        for (let pass = 0; pass < 3; pass += 1) for (const id of order) round(world, id, shardCount);
        world.set(newcomer, []);
        let moved = 0;
        for (let pass = 0; pass < 3; pass += 1)
          for (const id of [...order, newcomer]) moved += round(world, id, shardCount);
        const share = world.get(newcomer)?.length ?? 0;
        // Each moves once out and once in.
        expect(moved).toBe(2 * share);
        expect(isEven(world, shardCount)).toBe(true);
      }),
    );
  });

  it('leaves out a worker that takes no part', () => {
    expect(shareOf('gone', new Map([['here', 16]]), 16)).toBe(0);
  });

  it('hands back shards from all over those that are held', () => {
    expect(surplusOf([0, 1, 2, 3, 4, 5, 6, 7], 4)).toEqual([0, 2, 4, 6]);
    expect(surplusOf([3, 9], 2)).toEqual([]);
    expect(surplusOf([3, 9], 0)).toEqual([3, 9]);
  });
});
