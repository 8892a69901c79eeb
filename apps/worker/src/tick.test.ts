import { DEFAULT_ACCOUNT, ShardLostError, setProtection } from '@cull/db';
import { SHARD_COUNT } from '@cull/queue';
import type { SourceReading } from '@cull/sources';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createWorkbench, readingFrom, type Workbench } from '../test/context';
import { type FakeSource, fakeSource } from '../test/fake-source';
import { postOne, variantIn } from '../test/postings';
import { readSession } from '../test/world';
import type { WorkerContext } from './context';
import { PolicyBook } from './policy-book';
import { NotHeldError, type ShardHold } from './shards/hold';
import { createShardTicker } from './tick';

const SHORTEST_MS = 20;
const SOON = { timeout: 15_000 };

let bench: Workbench;
beforeAll(async () => {
  bench = await createWorkbench();
});
afterAll(() => bench.close());

const shards = Array.from({ length: SHARD_COUNT }, (_, shard) => shard);

/** One variant, alone in its shard, and the hold on that shard. */
async function postAlone(postId: string) {
  const shard = shards.pop();
  if (shard === undefined) throw new Error('every shard has a variant of an earlier test');
  const posted = await postOne(bench.context().db, { postId, variantId: variantIn([shard]) });
  const hold: ShardHold = { token: { shard, epoch: 0 }, isHeld: () => true };
  return { ...posted, hold };
}

function loser(postId: string): SourceReading {
  return { ok: true, postId, observedAt: Date.now(), views: 1000, interactions: 20 };
}

/** A ticker of the shard of one losing variant, with something happening while the source is asked. */
async function aLoser(meanwhile: (monitoringId: string) => unknown, isHeld = () => true) {
  const { monitoringId, hold } = await postAlone('loser');
  const source = fakeSource({
    read: async (postId) => {
      await meanwhile(monitoringId);
      return loser(postId);
    },
  });
  const context = bench.context({ checks: readingFrom(source) });
  const ticker = createShardTicker(context, { ...hold, isHeld }, SHORTEST_MS);
  await ticker.tick();
  return { ticker, source, session: () => readSession(context.db, monitoringId) };
}

describe('an answer of the source', () => {
  it('kills at once, between two beats', async () => {
    const { ticker, session } = await aLoser(() => {});
    await vi.waitFor(
      async () => expect(await session()).toMatchObject({ status: 'killed', views: 1000n }),
      SOON,
    );
    await ticker.close();
  });

  it('keeps nobody waiting for a queue that does not answer', async () => {
    const { monitoringId, hold } = await postAlone('loser-without-queue');
    const asked = vi.fn(() => new Promise<void>(() => {}));
    const checks = readingFrom(fakeSource({ read: loser }));
    const producer = { ...bench.context().producer, addKillSteps: asked };
    const context = bench.context({ checks, producer });
    const ticker = createShardTicker(context, hold, SHORTEST_MS);
    await ticker.tick();
    await vi.waitFor(
      async () => expect(await readSession(context.db, monitoringId)).toMatchObject({ status: 'killed' }),
      SOON,
    );
    await ticker.tick();
    expect(asked).toHaveBeenCalledOnce();
    await ticker.close();
  });

  it('is written with the next beat where nothing ends', async () => {
    const { monitoringId, hold } = await postAlone('healthy');
    const source = fakeSource({
      read: (postId) => ({ ok: true, postId, observedAt: Date.now(), views: 1000, interactions: 60 }),
    });
    const context = bench.context({ checks: readingFrom(source) });
    const ticker = createShardTicker(context, hold, SHORTEST_MS);
    await ticker.tick();
    await vi.waitFor(() => expect(source.asked.flat()).toContain('healthy'), SOON);
    await vi.waitFor(async () => {
      await ticker.tick();
      expect(await readSession(context.db, monitoringId)).toMatchObject({
        views: 1000n,
        checks: expect.any(Number),
      });
    }, SOON);
    await ticker.close();
  });

  it('is written before the shard is handed back', async () => {
    const { monitoringId, hold } = await postAlone('leaving');
    const source = fakeSource({
      read: (postId) => ({ ok: true, postId, observedAt: Date.now(), views: 1000, interactions: 60 }),
    });
    const context = bench.context({ checks: readingFrom(source) });
    const ticker = createShardTicker(context, hold, SHORTEST_MS);
    await ticker.tick();
    await vi.waitFor(async () => {
      const text = await context.metrics.registry.getSingleMetricAsString('cull_source_readings_total');
      expect(text).toContain('result="ok"');
    }, SOON);
    await ticker.close();
    expect(await readSession(context.db, monitoringId)).toMatchObject({ views: 1000n });
  });

  it('counts the views that came since the one before, and stores how long ago that was', async () => {
    const { monitoringId, hold } = await postAlone('growing');
    let views = 900;
    const source = fakeSource({
      read: (postId) => {
        views += 100;
        return { ok: true, postId, observedAt: Date.now(), views, interactions: views / 10 };
      },
    });
    const checks = readingFrom(source);
    const context = bench.context({ checks });
    const ticker = createShardTicker(context, hold, SHORTEST_MS);
    // Readings that come together count as one, so the first that counts may have any number of views.
    let first: bigint | null = null;
    await vi.waitFor(async () => {
      await ticker.tick();
      const row = await readSession(context.db, monitoringId);
      first ??= row.views;
      expect(row.views).toBeGreaterThan(first ?? Number.POSITIVE_INFINITY);
      expect([row.checkGapMs, row.wantedGapMs]).toEqual([expect.any(Number), expect.any(Number)]);
    }, SOON);
    await ticker.close();
    const uses = checks.accounts.get(DEFAULT_ACCOUNT)?.takeUses(DEFAULT_ACCOUNT);
    const counted = uses?.find(({ kind }) => kind === 'views')?.used ?? 0;
    expect(counted % 100).toBe(0);
    expect(counted).toBeGreaterThan(0);
    // Not those of the first reading.
    expect(counted).toBeLessThan(views - 900);
  });
});

describe('while the source is being asked', () => {
  it('a variant that somebody protects is not killed, and the next beat says so', async () => {
    const { db } = bench.context();
    const { ticker, source, session } = await aLoser((monitoringId) =>
      setProtection(db.pool, { monitoringId, actor: 'ann', note: 'mine', now: Date.now() }, true),
    );
    await vi.waitFor(async () => {
      expect(source.asked.flat()).toContain('loser');
      await ticker.tick();
      expect(await session()).toMatchObject({
        status: 'monitoring',
        holdCause: 'protected',
        decisions: [{ outcome: 'would_have_killed', holdCause: 'protected' }],
      });
    }, SOON);
    await ticker.close();
  });

  it('the lease may run out, and nothing is done', async () => {
    let isHeld = true;
    const { ticker, source, session } = await aLoser(
      () => {
        isHeld = false;
      },
      () => isHeld,
    );
    await vi.waitFor(() => expect(source.underWay() + source.asked.length).toBeGreaterThan(0), SOON);
    await expect(ticker.tick()).rejects.toThrow(NotHeldError);
    expect(await session()).toMatchObject({ status: 'monitoring', views: null });
  });

  it('the shard may be handed back, which does not wait for the source', async () => {
    let answer = () => {};
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { ticker, source, session } = await aLoser(() => asked);
    await vi.waitFor(() => expect(source.underWay()).toBe(1), SOON);
    await ticker.close();
    answer();
    await vi.waitFor(() => expect(source.underWay()).toBe(0), SOON);
    expect(await session()).toMatchObject({ status: 'monitoring', views: null });
  });
});

describe('after an error', () => {
  class FailingPolicies extends PolicyBook {
    isAway = false;

    override async refresh(...[db]: Parameters<PolicyBook['refresh']>): Promise<void> {
      if (this.isAway) throw new Error('away');
      await super.refresh(db);
    }
  }

  /** A ticker of one healthy variant, and the post that it asked for last. */
  async function aTicker() {
    const policies = new FailingPolicies();
    let views = 50;
    const source: FakeSource = fakeSource({
      read: (postId) => {
        views += 10;
        return { ok: true, postId, observedAt: Date.now(), views, interactions: Math.round(views * 0.1) };
      },
    });
    const context: WorkerContext = bench.context({ policies, checks: readingFrom(source) });
    const { monitoringId, hold } = await postAlone('as-posted');
    const { shard } = hold.token;
    const ticker = createShardTicker(context, hold, SHORTEST_MS);
    await ticker.tick();
    // No transaction is noted with it: only who reads the whole row again learns of it.
    await context.db.pool.query("UPDATE variant_monitoring SET post_id = 'read-again' WHERE id = $1", [
      monitoringId,
    ]);
    const setEpoch = (epoch: number) =>
      context.db.pool.query('UPDATE shards SET epoch = $2 WHERE shard = $1', [shard, epoch]);
    return { ticker, policies, setEpoch, source };
  }

  it('what is known is kept where nothing was found yet', async () => {
    const { ticker, policies, source } = await aTicker();
    policies.isAway = true;
    await expect(ticker.tick()).rejects.toThrow('away');
    policies.isAway = false;
    await ticker.tick();
    await vi.waitFor(() => expect(source.asked.length).toBeGreaterThan(1), SOON);
    expect(new Set(source.asked.flat())).toEqual(new Set(['as-posted']));
    await ticker.close();
  });

  it('everything is read again where findings were not written, within a second', async () => {
    const { ticker, setEpoch, source } = await aTicker();
    await vi.waitFor(() => expect(source.asked.length).toBeGreaterThan(0), SOON);
    await setEpoch(1);
    await expect(ticker.tick()).rejects.toThrow(ShardLostError);
    await setEpoch(0);
    await vi.waitFor(async () => {
      await ticker.tick();
      expect(source.asked.flat()).toContain('read-again');
    }, SOON);
    await ticker.close();
  });
});
