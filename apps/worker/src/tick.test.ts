import { ShardLostError, setProtection } from '@cull/db';
import { shardOf } from '@cull/queue';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createWorkbench, losersAfter, type Workbench } from '../test/context';
import { postOne } from '../test/postings';
import { readSession } from '../test/world';
import type { WorkerContext } from './context';
import { PolicyBook } from './policy-book';
import { NotHeldError, type ShardHold } from './shards/hold';
import { createShardTicker } from './tick';

let bench: Workbench;
beforeAll(async () => {
  bench = await createWorkbench();
});
afterAll(() => bench.close());

/** A shard that stays held. */
function held(shard: number): ShardHold {
  return { token: { shard, epoch: 0 }, isHeld: () => true };
}

/** Ticks the shard of one losing variant, with something happening while the source is asked. */
async function tickWhile(meanwhile: (monitoringId: string) => unknown, isHeld = () => true) {
  const context = bench.context();
  const { monitoringId, variantId } = await postOne(context.db, { postId: 'loser' });
  const threads = losersAfter(context.threads, () => meanwhile(monitoringId));
  const hold = { ...held(shardOf(variantId)), isHeld };
  const ticked = createShardTicker({ ...context, threads }, hold).tick();
  return { ticked, session: () => readSession(context.db, monitoringId) };
}

describe('while the source is being asked', () => {
  it('a variant that somebody protects is not killed, and the same tick says so', async () => {
    const { db } = bench.context();
    const { ticked, session } = await tickWhile((monitoringId) =>
      setProtection(db.pool, { monitoringId, actor: 'ann', note: 'mine', now: Date.now() }, true),
    );
    await ticked;
    expect(await session()).toMatchObject({
      status: 'monitoring',
      holdCause: 'protected',
      decisions: [{ outcome: 'would_have_killed', holdCause: 'protected' }],
    });
  });

  it('the lease may run out, and nothing is done', async () => {
    let isHeld = true;
    const { ticked, session } = await tickWhile(
      () => {
        isHeld = false;
      },
      () => isHeld,
    );
    await expect(ticked).rejects.toThrow(NotHeldError);
    expect(await session()).toMatchObject({ status: 'monitoring', views: null });
  });

  it('the shard may be handed back, which does not wait for the source', async () => {
    const context = bench.context();
    const { monitoringId, variantId } = await postOne(context.db, { postId: 'loser' });
    let answer = () => {};
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const ticker = createShardTicker(
      { ...context, threads: losersAfter(context.threads, () => asked) },
      held(shardOf(variantId)),
    );
    const ticked = ticker.tick();
    await vi.waitFor(() => expect(ticker.isPolling()).toBe(true));
    await ticker.close();
    answer();
    await expect(ticked).rejects.toThrow(NotHeldError);
    expect(await readSession(context.db, monitoringId)).toMatchObject({ status: 'monitoring', views: null });
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

  /** A ticker of one healthy variant, and the posts that it asked for last. */
  async function aTicker() {
    const policies = new FailingPolicies();
    const context = bench.context({ policies });
    const { monitoringId, variantId } = await postOne(context.db, { postId: 'as-posted' });
    const shard = shardOf(variantId);
    await context.db.pool.query('DELETE FROM variant_monitoring WHERE shard = $1 AND id <> $2', [
      shard,
      monitoringId,
    ]);
    let views = 1_000;
    let asked: readonly string[] = [];
    const threads: WorkerContext['threads'] = {
      ...context.threads,
      readInsights: async (postIds) => {
        asked = postIds;
        views += 100;
        const counters = { views, interactions: views * 0.1, observedAt: Date.now() };
        const breakdown = { likes: views * 0.1, replies: 0, reposts: 0, quotes: 0, shares: 0 };
        return postIds.map((postId) => ({ ok: true, postId, ...counters, breakdown }));
      },
    };
    const ticker = createShardTicker({ ...context, threads }, held(shard));
    await ticker.tick();
    // No transaction is noted with it: only who reads the whole row again learns of it.
    await context.db.pool.query("UPDATE variant_monitoring SET post_id = 'read-again' WHERE id = $1", [
      monitoringId,
    ]);
    const setEpoch = (epoch: number) =>
      context.db.pool.query('UPDATE shards SET epoch = $2 WHERE shard = $1', [shard, epoch]);
    return { ticker, policies, setEpoch, asked: () => asked };
  }

  it('what is known is kept where nothing was found yet', async () => {
    const { ticker, policies, asked } = await aTicker();
    policies.isAway = true;
    await expect(ticker.tick()).rejects.toThrow('away');
    policies.isAway = false;
    await ticker.tick();
    expect(asked()).toEqual(['as-posted']);
  });

  it('everything is read again where findings were not written, within a second', async () => {
    const { ticker, setEpoch, asked } = await aTicker();
    await setEpoch(1);
    await expect(ticker.tick()).rejects.toThrow(ShardLostError);
    await setEpoch(0);
    await vi.waitFor(async () => {
      await ticker.tick();
      expect(asked()).toEqual(['read-again']);
    });
  });
});
