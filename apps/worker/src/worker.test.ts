import { setOverride } from '@cull/db';
import { shardOf } from '@cull/queue';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createWorld, readSession, type World } from '../test/world';

let world: World;
beforeAll(async () => {
  // Counters that are set by hand jump: no pace foretells them.
  world = await createWorld({}, { maxCheckIntervalSeconds: 1 });
});
afterEach(() => world.setFault(null));
afterAll(() => world.close());

const soon = { timeout: 30_000, interval: 50 };

describe('a variant at the source', () => {
  it('is killed with a complete clean-up once its rate drops', async () => {
    const postId = await world.publish(400, 24);
    const { monitoringId } = await world.post({ postId });
    await vi.waitFor(async () => expect((await readSession(world.db, monitoringId)).views).toBe(400n), soon);
    expect((await readSession(world.db, monitoringId)).status).toBe('monitoring');

    await world.setCounters(postId, 1000, 25);
    await vi.waitFor(
      async () => expect((await readSession(world.db, monitoringId)).completedAt).not.toBeNull(),
      soon,
    );
    const killed = await readSession(world.db, monitoringId);
    expect(killed).toMatchObject({
      status: 'killed',
      killReason: 'below_threshold',
      views: 1000n,
      interactions: 25n,
    });
    expect(killed.killReasonText).toContain('25 interactions from 1,000 views');
    expect(killed.variant.pool?.leftAt).not.toBeNull();
    expect(killed.variant.scheduledPosts.every((post) => post.cancelledAt !== null)).toBe(true);
    expect(killed.killSteps.map(({ state }) => state)).toEqual(['done', 'done']);
    expect(killed.decisions).toHaveLength(1);
    const snapshots = await world.db.prisma.metricSnapshot.findMany({
      where: { monitoringId },
      orderBy: { observedAt: 'asc' },
    });
    expect(snapshots.map(({ views, interactions }) => [views, interactions])).toEqual([
      [400n, 24n],
      [1000n, 25n],
    ]);
  });

  it('times out by itself and stays in the pool', async () => {
    const postId = await world.publish(1000, 60);
    const startedAt = Date.now() - 598_500;
    const { monitoringId } = await world.post({ postId, startedAt, deadlineAt: startedAt + 600_000 });
    await vi.waitFor(
      async () => expect((await readSession(world.db, monitoringId)).status).toBe('timed_out'),
      soon,
    );
    const ended = await readSession(world.db, monitoringId);
    expect(ended.variant.pool?.leftAt).toBeNull();
    expect(ended.decisions).toMatchObject([{ outcome: 'timed_out', reason: null, actor: 'engine' }]);
  });

  it('follows an override that comes while it is live', async () => {
    const postId = await world.publish(1000, 45);
    const { monitoringId, variantId } = await world.post({ postId });
    await vi.waitFor(async () => expect((await readSession(world.db, monitoringId)).views).toBe(1000n), soon);
    const scope = { scopeType: 'variant' as const, scopeId: variantId };
    const override = {
      values: { killRatio: 0.8, warnRatio: 0.9 },
      version: 1,
      author: 'test',
      note: 'test',
      updatedAt: new Date(),
    };
    await world.db.prisma.policy.create({ data: { ...scope, ...override } });
    await world.producer.evaluateAllShards();
    await vi.waitFor(
      async () => expect((await readSession(world.db, monitoringId)).status).toBe('killed'),
      soon,
    );
    expect(await readSession(world.db, monitoringId)).toMatchObject({
      policyVersion: 1,
      policy: { values: { killRatio: 0.8 }, origins: { killRatio: 'variant', minInteractions: 'default' } },
    });
  });

  it('deletes the post of a killed variant where the policy says so', async () => {
    await world.db.prisma.policy.create({
      data: {
        scopeType: 'persona',
        scopeId: 'deletes',
        values: { deletePost: true },
        version: 2,
        author: 't',
        note: 't',
        updatedAt: new Date(),
      },
    });
    const postId = await world.publish(1000, 15);
    const { monitoringId } = await world.post({ postId, personaId: 'deletes' });
    await vi.waitFor(
      async () => expect((await readSession(world.db, monitoringId)).completedAt).not.toBeNull(),
      soon,
    );
    const { killSteps } = await readSession(world.db, monitoringId);
    expect(killSteps.find(({ kind }) => kind === 'delete_post')?.state).toBe('done');
  });
});

describe('a source in trouble never kills', () => {
  const personaId = 'troubled';
  beforeAll(async () => {
    const change = {
      scope: { scopeType: 'persona', scopeId: personaId },
      author: 't',
      note: 't',
      now: Date.now(),
    } as const;
    const wanted = { values: { staleAfterSeconds: 3 }, replace: false, expiresAt: null };
    await setOverride(world.db.pool, change, wanted, async () => {});
  });

  it.each([
    { fault: { kind: 'server_error' }, quality: 'source_error' },
    { fault: { kind: 'token_expired' }, quality: 'token_invalid' },
    { fault: { kind: 'malformed' }, quality: 'source_error' },
    { fault: { kind: 'post_gone' }, quality: 'post_gone' },
  ])('$fault.kind is shown as $quality, and passes', async ({ fault, quality }) => {
    const postId = await world.publish(1000, 60);
    const { monitoringId } = await world.post({ postId, personaId });
    await vi.waitFor(
      async () => expect((await readSession(world.db, monitoringId)).dataQuality).toBe('ok'),
      soon,
    );
    await world.setFault(fault);
    await vi.waitFor(
      async () => expect((await readSession(world.db, monitoringId)).dataQuality).toBe(quality),
      soon,
    );
    await world.setFault(null);
    await vi.waitFor(
      async () => expect((await readSession(world.db, monitoringId)).dataQuality).toBe('ok'),
      soon,
    );
    expect(await readSession(world.db, monitoringId)).toMatchObject({ status: 'monitoring', views: 1000n });
  });

  it('a counter that falls is not believed until it recovers', async () => {
    const postId = await world.publish(1000, 60);
    const { monitoringId } = await world.post({ postId, personaId });
    await vi.waitFor(
      async () => expect((await readSession(world.db, monitoringId)).dataQuality).toBe('ok'),
      soon,
    );
    await world.setCounters(postId, 900, 12);
    await vi.waitFor(
      async () => expect((await readSession(world.db, monitoringId)).dataQuality).toBe('decreasing'),
      soon,
    );
    expect(await readSession(world.db, monitoringId)).toMatchObject({
      status: 'monitoring',
      views: 1000n,
      interactions: 60n,
    });
  });
});

describe('pushed samples', () => {
  it('are taken in the order of time, at once, and kill', async () => {
    const { monitoringId, variantId } = await world.post({
      postId: 'pushed',
      source: 'push',
      startedAt: Date.now() - 5_000,
    });
    const now = Date.now();
    const sample = (observedAt: number, views: number, interactions: number) => ({
      monitoringId,
      views,
      interactions,
      observedAt,
    });
    await world.producer.addSamples([
      {
        shard: shardOf(variantId),
        samples: [sample(now - 100, 1000, 25), sample(now - 200, 400, 24), sample(now - 300, 100, 8)],
      },
    ]);
    await vi.waitFor(
      async () => expect((await readSession(world.db, monitoringId)).status).toBe('killed'),
      soon,
    );
    const snapshots = await world.db.prisma.metricSnapshot.findMany({
      where: { monitoringId },
      orderBy: { observedAt: 'asc' },
    });
    expect(snapshots.map(({ views }) => views)).toEqual([100n, 400n, 1000n]);
  });

  /** Two readings in one batch: the first one kills, unless something holds the kill back. */
  async function pushTwo(personaId: string) {
    const startedAt = Date.now() - 5_000;
    const { monitoringId, variantId } = await world.post({
      postId: 'pushed',
      source: 'push',
      personaId,
      startedAt,
    });
    const [first, second] = [
      { monitoringId, views: 1000, interactions: 20, observedAt: startedAt + 1_000 },
      { monitoringId, views: 2000, interactions: 110, observedAt: startedAt + 2_000 },
    ];
    await world.producer.addSamples([{ shard: shardOf(variantId), samples: [first, second] }]);
    return monitoringId;
  }

  it('leave the counters of the last of them, however many come in one batch', async () => {
    const startedAt = Date.now() - 60_000;
    const { monitoringId, variantId } = await world.post({ postId: 'batch', source: 'push', startedAt });
    const samples = Array.from({ length: 50 }, (_, index) => ({
      monitoringId,
      views: 1_000 + index,
      interactions: 60,
      observedAt: startedAt + (index + 1) * 1_000,
    }));
    await world.producer.addSamples([{ shard: shardOf(variantId), samples }]);
    await vi.waitFor(
      async () => expect(await world.db.prisma.metricSnapshot.count({ where: { monitoringId } })).toBe(50),
      soon,
    );
    expect(await readSession(world.db, monitoringId)).toMatchObject({ views: 1_049n, interactions: 60n });
  });

  it('that come in the batch of the kill, after it, count as what the variant did afterward', async () => {
    const monitoringId = await pushTwo('killed-in-the-middle');
    await vi.waitFor(
      async () =>
        expect(await readSession(world.db, monitoringId)).toMatchObject({
          status: 'killed',
          views: 1000n,
          laterViews: 2000n,
          laterInteractions: 110n,
        }),
      soon,
    );
  });

  it('go on where the kill in the middle of their batch was held back at the last moment', async () => {
    await world.db.prisma.policy.create({
      data: {
        scopeType: 'persona',
        scopeId: 'last-one',
        values: { minPoolSize: 1 },
        version: 3,
        author: 't',
        note: 't',
        updatedAt: new Date(),
      },
    });
    const monitoringId = await pushTwo('last-one');
    await vi.waitFor(
      async () =>
        expect(await readSession(world.db, monitoringId)).toMatchObject({
          status: 'monitoring',
          views: 2000n,
          interactions: 110n,
          decisions: [{ outcome: 'would_have_killed', holdCause: 'min_pool_size' }],
        }),
      soon,
    );
  });
});

/** How many shards each worker holds. */
async function holdings({ pool }: World['db']): Promise<readonly number[]> {
  const { rows } = await pool.query<{ held: number }>(
    'SELECT count(*) AS held FROM shards WHERE lease_until > clock_timestamp() GROUP BY worker_id ORDER BY 1',
  );
  return rows.map(({ held }) => held);
}

describe('two workers', () => {
  it('share the shards, and every session still ends once', async () => {
    await world.startWorker();
    const posts = await Promise.all(Array.from({ length: 40 }, () => world.publish(1000, 15)));
    const ids: string[] = [];
    // One after the other: all at once they would wait for a connection of a few longer than it is waited for.
    for (const postId of posts) ids.push((await world.post({ postId })).monitoringId);
    await vi.waitFor(
      async () =>
        expect(
          await world.db.prisma.variantMonitoring.count({
            where: { id: { in: ids }, completedAt: { not: null } },
          }),
        ).toBe(40),
      soon,
    );
    // The variants of the tests before may have the account look frozen for a moment: a kill held back is a decision too.
    const kills = { monitoringId: { in: ids }, outcome: 'killed' } as const;
    expect(await world.db.prisma.decision.count({ where: kills })).toBe(40);
    await vi.waitFor(async () => expect(await holdings(world.db)).toEqual([8, 8]), soon);
    const tickedLately = { ticks: { gt: 0 }, lagP50: { not: null }, tookMax: { not: null } };
    await vi.waitFor(
      async () => expect(await world.db.prisma.worker.count({ where: tickedLately })).toBe(2),
      soon,
    );
  });
});

describe('further workers', () => {
  it('share alike though the clock of one is a minute ahead, and hand their shards back when they leave', async () => {
    const ahead = await world.startWorker(() => Date.now() + 60_000);
    await vi.waitFor(async () => expect(await holdings(world.db)).toEqual([5, 5, 6]), soon);
    await ahead.close();
    await vi.waitFor(async () => expect(await holdings(world.db)).toEqual([8, 8]), soon);
  });

  it('leave the first one with the figures of its own shards alone', async () => {
    await vi.waitFor(async () => {
      const figures = await (await fetch(`${world.workerUrl}/metrics`)).text();
      expect(figures.match(/^cull_live_sessions\{/gm)).toHaveLength(8);
    }, soon);
  });
});

describe('health', () => {
  it('says that it is alive and ready, and gives its figures', async () => {
    const paths = await Promise.all(
      ['healthz', 'readyz', 'metrics', 'nothing'].map((path) => fetch(`${world.workerUrl}/${path}`)),
    );
    expect(paths.map(({ status }) => status)).toEqual([200, 200, 200, 404]);
    const figures = (await paths[2]?.text()) ?? '';
    expect(figures).toMatch(/^cull_endings_total\{outcome="killed",reason="below_threshold"\} [1-9]/m);
    expect(figures).toMatch(/^cull_build_info\{version="\d+\.\d+\.\d+"\} 1$/m);
    expect(figures).toMatch(/^cull_ready 1$/m);
    expect(figures).toMatch(/^cull_kill_completion_seconds_count [1-9]/m);
    expect(figures).toMatch(/^cull_check_delay_seconds_count [1-9]/m);
    expect(figures).toMatch(/^cull_blind_sessions\{shard="\d+"\} \d+$/m);
  });
});
