import type { SourceFailure, SourceReading } from '@cull/sources';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FakeSourceOptions, failing, fakeSource, served } from '../../test/fake-source';
import { AccountChecks } from './account-checks';
import type { CheckRank } from './check-queue';

const START = Date.UTC(2026, 10, 28);

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

function anAccount(options: FakeSourceOptions = {}, maxLanes = 128) {
  const source = fakeSource(options);
  const account = new AccountChecks({ client: source, maxLanes, now: Date.now });
  const readings: SourceReading[] = [];
  const plan = (id: string, inMs = 0, urgency: CheckRank = 'routine') =>
    account.plan({
      id,
      postId: id,
      at: Date.now() + inMs,
      urgency,
      onReading: (reading) => readings.push(reading),
    });
  return { source, account, readings, plan };
}

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const slow = (ms: number) => async (postId: string) => {
  await after(ms);
  return served(postId);
};
const SLOW_DOWN: SourceFailure = {
  code: 'rate_limited',
  scope: 'account',
  retryAt: START + 10_000,
  detail: 'slow down',
};

describe('the checks of an account', () => {
  it('asks each post when its time has come, and hands each answer on as it arrives', async () => {
    const { source, readings, plan } = anAccount({
      read: (postId) => (postId === 'slow' ? slow(3_000)(postId) : slow(50)(postId)),
    });
    plan('slow');
    plan('a', 10);
    plan('b', 500);
    await vi.advanceTimersByTimeAsync(100);
    expect(source.asked).toEqual([['slow'], ['a']]);
    expect(readings.map(({ postId }) => postId)).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(500);
    expect(readings.map(({ postId }) => postId)).toEqual(['a', 'b']);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(readings.map(({ postId }) => postId)).toEqual(['a', 'b', 'slow']);
  });

  it('spends scarce lanes on what can change most, removals before all', async () => {
    const { source, account, plan } = anAccount({ read: slow(100) }, 1);
    plan('first in line');
    for (const [id, urgency] of [
      ['follow-up', 'post_kill'],
      ['routine', 'routine'],
      ['near', 'decisive'],
    ] as const)
      plan(id, 0, urgency);
    await vi.advanceTimersByTimeAsync(1);
    const removal = account.remove('dead', true);
    await vi.advanceTimersByTimeAsync(150);
    expect(await removal).toEqual({ ok: true, wasGone: false });
    await vi.advanceTimersByTimeAsync(500);
    expect(source.removed).toEqual(['dead']);
    expect(source.asked.flat()).toEqual(['near', 'first in line', 'routine', 'follow-up']);
  });

  it('gathers posts that are due together where one request reads many', async () => {
    const { source, plan } = anAccount({ capabilities: { postsPerRequest: 3 } });
    for (const id of ['a', 'b', 'c', 'd']) plan(id);
    plan('soon', 200);
    plan('later', 5_000);
    await vi.advanceTimersByTimeAsync(100);
    expect(source.asked.map((posts) => posts.length)).toEqual([3, 2]);
    expect(source.asked.flat()).toContain('soon');
  });

  it('leaves an account alone that asks to slow down, loses nothing, and says so', async () => {
    let isLimited = true;
    const { source, account, readings, plan } = anAccount({
      read: (postId) => (isLimited ? failing(SLOW_DOWN)(postId) : served(postId)),
    });
    plan('a');
    await vi.advanceTimersByTimeAsync(1);
    expect([source.asked.length, readings.length, account.report().state]).toEqual([1, 0, 'limited']);
    expect(await account.remove('x', true)).toMatchObject({
      ok: false,
      failure: { retryAt: START + 10_000 },
    });
    isLimited = false;
    await vi.advanceTimersByTimeAsync(9_000);
    expect(source.asked.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1_500);
    expect([readings.length, account.report().state]).toEqual([1, 'ok']);
  });

  it('drops checks that were cancelled or replanned while a limit held them back', async () => {
    let isLimited = true;
    const { source, account, readings, plan } = anAccount({
      read: async (postId) => {
        const isRefused = isLimited;
        await after(100);
        return isRefused ? failing(SLOW_DOWN)(postId) : served(postId);
      },
    });
    for (const id of ['ended', 'again', 'a']) plan(id);
    await vi.advanceTimersByTimeAsync(50);
    account.cancel('ended');
    plan('again', 60_000);
    await vi.advanceTimersByTimeAsync(100);
    expect(account.report().live).toBe(2);
    isLimited = false;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(readings.map(({ postId }) => postId)).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(45_000);
    expect(source.asked.flat().toSorted()).toEqual(['a', 'a', 'again', 'again', 'ended']);
  });

  it('makes a check now that is planned for later, and no other', async () => {
    const { source, account, plan } = anAccount();
    plan('a', 5_000);
    plan('b', 5_000);
    account.hasten('b');
    account.hasten('nobody');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(source.asked).toEqual([['b']]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(source.asked).toEqual([['b'], ['a']]);
  });

  it('answers a removal that is asked for once it is closed', async () => {
    const { account } = anAccount();
    await account.close();
    expect(await account.remove('post', true)).toMatchObject({ ok: false, failure: { cause: 'cancelled' } });
  });

  it('goes on with other posts where a limit concerns one', async () => {
    const onePost: SourceFailure = { ...SLOW_DOWN, scope: 'post' };
    const { readings, plan, account } = anAccount({
      read: (postId) => (postId === 'hot' ? failing(onePost)(postId) : served(postId)),
    });
    plan('hot');
    plan('a', 5);
    await vi.advanceTimersByTimeAsync(10);
    expect(readings.map(({ ok }) => ok)).toEqual([false, true]);
    expect(account.report().state).toBe('ok');
  });

  it('tries a refused token with one request at a time', async () => {
    const refused: SourceFailure = { code: 'token_invalid', detail: 'expired' };
    const { source, plan, account, readings } = anAccount({ read: failing(refused) });
    plan('a');
    await vi.advanceTimersByTimeAsync(1);
    for (const id of ['b', 'c', 'd']) plan(id);
    await vi.advanceTimersByTimeAsync(14_000);
    expect([source.asked.length, account.report().state]).toEqual([1, 'token_invalid']);
    expect(readings).toHaveLength(4);
    for (const id of ['b', 'c', 'd']) plan(id, 1_200);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(source.asked.length).toBe(2);
  });

  it('is out of reach only after failing for a while', async () => {
    const down: SourceFailure = { code: 'unavailable', cause: 'network', detail: 'no route' };
    const { plan, account } = anAccount({ read: failing(down) });
    plan('a');
    await vi.advanceTimersByTimeAsync(1);
    expect(account.report().state).toBe('ok');
    await vi.advanceTimersByTimeAsync(15_000);
    plan('b');
    await vi.advanceTimersByTimeAsync(1);
    expect(account.report()).toMatchObject({ state: 'unreachable', detail: 'no route' });
  });

  it('takes an adapter that throws for a source that fails', async () => {
    const { readings, plan } = anAccount({
      read: () => {
        throw new Error('a fault of the adapter');
      },
    });
    plan('a');
    await vi.advanceTimersByTimeAsync(1);
    expect(readings).toMatchObject([{ ok: false, failure: { code: 'unavailable' } }]);
  });

  it('tells how often it checks, and how late', async () => {
    const { plan, account } = anAccount();
    for (let second = 0; second < 10; second += 1) {
      plan('a');
      plan('b');
      await vi.advanceTimersByTimeAsync(1_000);
    }
    const { times } = account.report();
    expect(times.intervalSeconds).toEqual({ p50: 1, p95: 1 });
    expect(times.lateSeconds?.p95).toBeLessThan(0.05);
    expect(times.checksPerSecond).toBeCloseTo(2, 0);
  });
});
