/** Counts what happened within the last `windowMs`. */
export interface RollingCount {
  add(): void;
  used(): number;
  /** Whole seconds until fewer than `limit` are counted; 0 if that is so already. */
  secondsUntilBelow(limit: number): number;
}

/** Events of one bucket leave the window together; so many buckets keep that within 1% of the window. */
const BUCKETS = 100;

/**
 * A rolling window in a fixed amount of memory.
 *
 * @param now - Epoch milliseconds.
 * @param windowMs - Above 0.
 */
export function createRollingCount(now: () => number, windowMs: number): RollingCount {
  const buckets: { readonly from: number; count: number }[] = [];
  let total = 0;
  const expire = () => {
    for (let first = buckets[0]; first !== undefined && now() - first.from >= windowMs; first = buckets[0]) {
      total -= first.count;
      buckets.shift();
    }
  };
  return {
    add() {
      expire();
      const last = buckets.at(-1);
      if (last !== undefined && now() - last.from < windowMs / BUCKETS) last.count += 1;
      else buckets.push({ from: now(), count: 1 });
      total += 1;
    },
    used() {
      expire();
      return total;
    },
    secondsUntilBelow(limit) {
      expire();
      let left = total;
      for (const { from, count } of buckets) {
        if (left < limit) return 0;
        left -= count;
        if (left < limit) return Math.ceil((from + windowMs - now()) / 1_000);
      }
      return 0;
    },
  };
}
