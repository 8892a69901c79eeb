import { describe, expect, it } from 'vitest';
import { createGate } from './gate';

describe('a gate', () => {
  it('lets no more through at once than it is wide, in the order of coming, whatever fails', async () => {
    const gate = createGate(3);
    const started: number[] = [];
    let running = 0;
    let most = 0;
    const tasks = Array.from({ length: 20 }, (_, i) =>
      gate(async () => {
        started.push(i);
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        if (i % 4 === 0) throw new Error(`task ${i}`);
      }),
    );
    const results = await Promise.allSettled(tasks);
    expect(most).toBe(3);
    expect(started).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(5);
  });
});
