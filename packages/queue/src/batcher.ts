/** How calls of the same moment are brought together. */
export interface BatchOptions<Item, Result> {
  /** The most items that share one run. */
  readonly maxItems: number;
  /** The most runs under way at once: what is asked for meanwhile waits, and shares the next one. */
  readonly maxRunning: number;
  /** The longest that an item waits for a run, in milliseconds. */
  readonly maxWaitMs: number;
  /** Answers all items, in their order; where it fails, it fails all of them. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly limit: NodeJS.Timeout;
  readonly resolve: (result: Result | PromiseLike<Result>) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Answers items together with those that are asked for at the same moment. An item that comes alone is run at once; while
 * runs are under way, those that come wait and share the next. No item joins a run that has begun, so that whatever a
 * run reads is never older than the question.
 * @returns Answers one item; rejects with what its run failed with, or once it has waited for too long.
 */
export function createBatcher<Item, Result>({
  maxItems,
  maxRunning,
  maxWaitMs,
  run,
}: BatchOptions<Item, Result>): (item: Item) => Promise<Result> {
  const waiting = new Set<Waiting<Item, Result>>();
  let running = 0;
  let isStarting = false;

  /** Starts runs once every request that has arrived so far has been taken in. */
  const startSoon = () => {
    if (isStarting) return;
    isStarting = true;
    setImmediate(() => {
      isStarting = false;
      while (running < maxRunning && waiting.size > 0) void start(take());
    });
  };

  function take(): readonly Waiting<Item, Result>[] {
    const batch = [...waiting].slice(0, maxItems);
    for (const one of batch) {
      clearTimeout(one.limit);
      waiting.delete(one);
    }
    return batch;
  }

  async function start(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    running += 1;
    try {
      const results = await run(batch.map(({ item }) => item));
      if (results.length !== batch.length)
        throw new Error(`${results.length} results came for ${batch.length} items`);
      for (const [index, result] of results.entries()) batch[index]?.resolve(result);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    running -= 1;
    if (waiting.size > 0) startSoon();
  }

  return (item) =>
    new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        waiting.delete(one);
        reject(new Error(`nothing was free to answer within ${maxWaitMs} ms`));
      }, maxWaitMs);
      const one = { item, limit, resolve, reject };
      waiting.add(one);
      startSoon();
    });
}
