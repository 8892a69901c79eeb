import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBatcher } from './batcher';

afterEach(() => {
  vi.useRealTimers();
});

/** A batcher whose runs end when the test says so. */
function aBatcher(options: { maxItems?: number; maxRunning?: number } = {}) {
  const runs: {
    readonly items: readonly string[];
    readonly end: (results: readonly string[]) => void;
    readonly fail: (reason: Error) => void;
  }[] = [];
  const ask = createBatcher<string, string>({
    maxItems: 10,
    maxRunning: 1,
    maxWaitMs: 5_000,
    ...options,
    run: (items) => new Promise((end, fail) => runs.push({ items, end, fail })),
  });
  return { ask, runs, itemsOfRuns: () => runs.map(({ items }) => items) };
}

const upper = (items: readonly string[] = []) => items.map((item) => item.toUpperCase());

describe('a batcher', () => {
  it('answers each item with its own result', async () => {
    const { ask, runs, itemsOfRuns } = aBatcher();
    const answers = Promise.all([ask('a'), ask('b')]);
    await nextTurn();
    expect(itemsOfRuns()).toEqual([['a', 'b']]);
    runs[0]?.end(upper(runs[0].items));
    expect(await answers).toEqual(['A', 'B']);
  });

  it('lets nothing join a run that has begun: what comes meanwhile shares the next', async () => {
    const { ask, runs, itemsOfRuns } = aBatcher();
    const first = ask('a');
    await nextTurn();
    const next = Promise.all([ask('b'), ask('a')]);
    await nextTurn();
    expect(itemsOfRuns()).toEqual([['a']]);
    runs[0]?.end(['before']);
    expect(await first).toBe('before');
    await nextTurn();
    expect(itemsOfRuns()).toEqual([['a'], ['b', 'a']]);
    runs[1]?.end(['B', 'after']);
    expect(await next).toEqual(['B', 'after']);
  });

  it('has no more runs under way, and no more items in one, than it may', async () => {
    const { ask, runs, itemsOfRuns } = aBatcher({ maxItems: 2, maxRunning: 2 });
    const answers = Promise.all(['a', 'b', 'c', 'd', 'e'].map(ask));
    await nextTurn();
    expect(itemsOfRuns()).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    for (let index = 0; index < 3; index += 1) {
      runs[index]?.end(upper(runs[index]?.items));
      await nextTurn();
    }
    expect(await answers).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  it.each([
    ['fails', (run: { fail: (reason: Error) => void }) => run.fail(new Error('away')), 'away'],
    [
      'forgets some',
      (run: { end: (results: string[]) => void }) => run.end(['A']),
      '1 results came for 2 items',
    ],
  ])('fails all items of a run that %s, and goes on with the next', async (_, happen, message) => {
    const { ask, runs } = aBatcher();
    const failing = Promise.allSettled([ask('a'), ask('b')]);
    await nextTurn();
    const next = ask('c');
    const [first] = runs;
    if (first === undefined) throw new Error('nothing was run');
    happen(first);
    for (const outcome of await failing)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { message } });
    await nextTurn();
    runs[1]?.end(['C']);
    expect(await next).toBe('C');
  });

  it('refuses what has waited for too long, and forgets it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { ask, runs, itemsOfRuns } = aBatcher();
    const first = ask('a');
    await nextTurn();
    const late = ask('b');
    const refused = expect(late).rejects.toThrow('nothing was free to answer within 5000 ms');
    vi.advanceTimersByTime(5_000);
    await refused;
    runs[0]?.end(['A']);
    // A run under way is not cut short: the item of it was taken in time.
    expect(await first).toBe('A');
    await nextTurn();
    expect(itemsOfRuns()).toEqual([['a']]);
  });
});
