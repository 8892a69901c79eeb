import { describe, expect, it } from 'vitest';
import { fakeSource } from '../../test/fake-source';
import { Removals } from './removals';

const NOW = Date.UTC(2026, 10, 28);

/** Asks for so many removals and makes them; returns how many were. */
async function makeAll(removals: Removals, count: number, source = fakeSource()): Promise<number> {
  let made = 0;
  for (let post = 0; post < count; post += 1) {
    const removal = removals.add(`post-${post}`, true, NOW);
    await removals.next(source, 1_000);
    if ((await removal).ok) made += 1;
  }
  return made;
}

describe('the removals of a worker', () => {
  it('are at most its part of what is left, and come back with the next pass', async () => {
    const removals = new Removals();
    removals.allow(3, null);
    expect(await makeAll(removals, 5)).toBe(3);
    // Those are not counted yet: the part is what is left without them.
    removals.allow(4, null);
    expect(await makeAll(removals, 5)).toBe(1);
    expect(removals.takeMade()).toBe(4);
    removals.allow(2, null);
    expect(await makeAll(removals, 5)).toBe(2);
  });

  it('of a large part are ten between two passes; without a limit they are as many as are asked for', async () => {
    const removals = new Removals();
    removals.allow(100, null);
    expect(await makeAll(removals, 30)).toBe(10);
    removals.allow(null, null);
    expect(await makeAll(removals, 30)).toBe(30);
  });

  it('that failed cost nothing', async () => {
    const removals = new Removals();
    removals.allow(1, null);
    const detail = 'no';
    const refusing = fakeSource({
      remove: () => ({ ok: false, failure: { code: 'not_permitted', detail } }),
    });
    expect(await makeAll(removals, 3, refusing)).toBe(0);
    const waiting = removals.add('post', true, NOW);
    removals.refuse({ code: 'not_permitted', detail });
    expect(await waiting).toMatchObject({ ok: false });
    expect(await makeAll(removals, 3)).toBe(1);
  });

  it('say when there are some again: in a moment, or when the budget is', async () => {
    const removals = new Removals();
    removals.allow(0, null);
    const soon = { code: 'rate_limited', scope: 'removals', retryAt: NOW + 3_000 };
    expect(await removals.add('post', true, NOW)).toMatchObject({ ok: false, failure: soon });
    removals.allow(0, NOW + 3_600_000);
    const later = { ...soon, retryAt: NOW + 3_600_000 };
    expect(await removals.add('post', true, NOW)).toMatchObject({ ok: false, failure: later });
  });
});
