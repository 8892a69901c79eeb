/** How many shards each worker holds that takes part, by its id. */
export type Holdings = ReadonlyMap<string, number>;

/**
 * Returns how many shards a worker should hold: all shares are within one of each other. Those that hold more keep the larger
 * shares, so that shards which are shared evenly never move.
 */
export function shareOf(workerId: string, holdings: Holdings, shardCount: number): number {
  const ranked = [...holdings].sort(([a, held], [b, heldByOther]) => heldByOther - held || (a < b ? -1 : 1));
  const rank = ranked.findIndex(([id]) => id === workerId);
  if (rank < 0) return 0;
  const smaller = Math.floor(shardCount / holdings.size);
  return rank < shardCount % holdings.size ? smaller + 1 : smaller;
}

/**
 * Returns which of the held shards to hand back so that `share` are left: spread over all of them, since shards that are
 * next to each other tick one after the other.
 */
export function surplusOf(held: readonly number[], share: number): readonly number[] {
  const surplus = held.length - share;
  if (surplus <= 0) return [];
  return Array.from({ length: surplus }, (_, index) => {
    const shard = held[Math.floor((index * held.length) / surplus)];
    if (shard === undefined) throw new RangeError(`there is no shard ${index} of ${surplus} to hand back`);
    return shard;
  });
}
