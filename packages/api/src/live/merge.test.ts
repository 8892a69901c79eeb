import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { merge } from './merge';

async function* counting(name: string, count: number): AsyncGenerator<string> {
  for (let number = 1; number <= count; number += 1) {
    await turn();
    yield `${name}${number}`;
  }
}

/** Says nothing until it is told to end. */
async function* silent(ended: AbortSignal, onEnd = () => {}): AsyncGenerator<string> {
  try {
    if (!ended.aborted) await new Promise((resolve) => ended.addEventListener('abort', resolve));
  } finally {
    onEnd();
  }
}

describe('merge', () => {
  it('gives everything that every source gives, each source in its order, and ends with the last', async () => {
    const read: string[] = [];
    for await (const value of merge([counting('a', 3), counting('b', 5), counting('c', 0)])) read.push(value);
    expect(read.filter((value) => value.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    expect(read.filter((value) => value.startsWith('b'))).toEqual(['b1', 'b2', 'b3', 'b4', 'b5']);
    expect(read).toHaveLength(8);
  });

  it('does not run ahead of its reader by more than one value of each source', async () => {
    let given = 0;
    async function* eager(): AsyncGenerator<number> {
      for (;;) yield ++given;
    }
    const stream = merge([eager()]);
    await stream.next();
    for (let round = 0; round < 10; round += 1) await turn();
    expect(given).toBe(2);
    await stream.return(undefined);
  });

  it('fails with the source that fails, and ends the others', async () => {
    async function* failing(): AsyncGenerator<string> {
      yield 'one';
      throw new Error('the database is away');
    }
    const ended = new AbortController();
    let isOtherEnded = false;
    const other = silent(ended.signal, () => {
      isOtherEnded = true;
    });
    const stream = merge([other, failing()]);
    expect((await stream.next()).value).toBe('one');
    await expect(stream.next()).rejects.toThrow('the database is away');
    ended.abort();
    await turn();
    expect(isOtherEnded).toBe(true);
  });

  it('keeps nothing of what it gave while one source stays silent', async () => {
    const ended = new AbortController();
    const kept: WeakRef<object>[] = [];
    async function* frames(): AsyncGenerator<object> {
      for (let number = 0; number < 100; number += 1) {
        await turn();
        const frame = { number };
        kept.push(new WeakRef(frame));
        yield frame;
      }
    }
    const stream = merge<object>([silentFrames(ended.signal), frames()]);
    for (let number = 0; number < 100; number += 1) await stream.next();
    collectGarbage();
    await turn();
    collectGarbage();
    const alive = kept.filter((frame) => frame.deref() !== undefined).length;
    expect(alive).toBeLessThan(5);
    ended.abort();
    await stream.return(undefined);
  });
});

async function* silentFrames(ended: AbortSignal): AsyncGenerator<object> {
  for await (const value of silent(ended)) yield { value };
}

function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error('the tests need node --expose-gc');
  globalThis.gc();
}
