import { describe, expect, it } from 'vitest';
import { TryAgainLater } from '../http/try-again-later';
import { createTurns } from './turns';

/** Work that ends when it is told to. */
function pieces() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () =>
    new Promise<string>((resolve) => {
      begun.push(name);
      ends.set(name, () => resolve(name));
    });
  return { begun, work, end: (name: string) => ends.get(name)?.() };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const OPTIONS = { atOnce: 2, eachCaller: 1, waiting: 2, waitMs: 60_000 };

describe('turns', () => {
  it('come in order, with a share for each caller', async () => {
    const turns = createTurns(OPTIONS);
    const { begun, work, end } = pieces();
    const all = ['ann-1', 'ann-2', 'bea-1', 'cem-1'].map((name) => turns.run(name.slice(0, 3), work(name)));
    await settled();
    expect(begun).toEqual(['ann-1', 'bea-1']);
    end('bea-1');
    await settled();
    expect(begun).toEqual(['ann-1', 'bea-1', 'cem-1']);
    end('ann-1');
    await settled();
    expect(begun).toEqual(['ann-1', 'bea-1', 'cem-1', 'ann-2']);
    end('cem-1');
    end('ann-2');
    expect(await Promise.all(all)).toEqual(['ann-1', 'ann-2', 'bea-1', 'cem-1']);
  });

  it('are refused to who has too many waiting, and to nobody else', async () => {
    const turns = createTurns(OPTIONS);
    const { begun, work } = pieces();
    for (const name of ['ann-1', 'ann-2', 'ann-3']) void turns.run('ann', work(name));
    await expect(turns.run('ann', work('ann-4'))).rejects.toBeInstanceOf(TryAgainLater);
    void turns.run('bea', work('bea-1'));
    await settled();
    expect(begun).toEqual(['ann-1', 'bea-1']);
  });

  it('are refused after a while, and the others go on', async () => {
    const turns = createTurns({ ...OPTIONS, atOnce: 1, waitMs: 20 });
    const { begun, work, end } = pieces();
    void turns.run('ann', work('ann-1'));
    await expect(turns.run('bea', work('bea-1'))).rejects.toMatchObject({ seconds: 5 });
    const last = turns.run('cem', work('cem-1'));
    end('ann-1');
    await settled();
    end('cem-1');
    expect([await last, begun]).toEqual(['cem-1', ['ann-1', 'cem-1']]);
  });

  it('end with work that fails', async () => {
    const turns = createTurns({ ...OPTIONS, atOnce: 1 });
    await expect(turns.run('ann', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await turns.run('ann', async () => 'yes')).toBe('yes');
  });
});
