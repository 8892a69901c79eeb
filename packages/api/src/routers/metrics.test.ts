import { createConsumers, type Payload, SHARD_COUNT } from '@cull/queue';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aVariant, createWorld, refusalOf, type World } from '../../test/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const observedNow = () => new Date().toISOString();

async function aPushedVariant() {
  const variant = aVariant({ source: 'push' });
  return { ...variant, ...(await world.admin.variants.posted(variant)) };
}

describe('metrics.ingest', () => {
  it('takes what is good, and says of each other one why not', async () => {
    const pushed = await aPushedVariant();
    const polled = aVariant();
    await world.admin.variants.posted(polled);
    const ended = await aPushedVariant();
    await world.admin.monitoring.stop({ variantId: ended.variantId, reason: 'over' });
    const sample = { variantId: pushed.variantId, views: 100, interactions: 4, observedAt: observedNow() };
    const { accepted, rejected } = await world.admin.metrics.ingest({
      samples: [
        sample,
        { ...sample, variantId: 'never-posted' },
        { ...sample, variantId: ended.variantId },
        { ...sample, variantId: polled.variantId },
        { ...sample, interactions: 101 },
        { ...sample, views: Number.NaN },
        { ...sample, views: 1.5 },
        { ...sample, views: Number.MAX_SAFE_INTEGER + 1 },
        { ...sample, clicks: 3 },
        { ...sample, breakdown: { likes: -1 } },
        { ...sample, breakdown: { 'half a pair \ud800': 1 } },
        { ...sample, observedAt: '0000-01-01T00:00:00Z' },
        null,
        sample,
        { ...sample, views: 1e9, interactions: 1e9 },
      ],
    });
    expect(accepted).toBe(2);
    expect(rejected.map(({ index, reason }) => [index, reason])).toEqual([
      [1, expect.stringMatching(/^unknown_variant: .*never-posted/)],
      [2, expect.stringMatching(/^not_monitored: /)],
      [3, expect.stringMatching(/^polled_source: /)],
      [4, expect.stringMatching(/^invalid: interactions: /)],
      [5, expect.stringMatching(/^invalid: views: /)],
      [6, expect.stringMatching(/^invalid: views: /)],
      [7, expect.stringMatching(/^invalid: views: /)],
      [8, expect.stringMatching(/^invalid: .*clicks/)],
      [9, expect.stringMatching(/^invalid: breakdown\.likes: /)],
      [10, expect.stringMatching(/^invalid: breakdown/)],
      [11, expect.stringMatching(/^invalid: observedAt: /)],
      [12, expect.stringMatching(/^invalid: /)],
      [14, expect.stringMatching(/^invalid: views: 1000000000 is more than 10000 a second since/)],
    ]);
  });

  it('refuses samples of a clock that differs too much, which no evaluation would believe', async () => {
    const { variantId } = await aPushedVariant();
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    const sample = { variantId, views: 100, interactions: 4 };
    const { accepted, rejected } = await world.admin.metrics.ingest({
      samples: [
        { ...sample, observedAt: at(60_000) },
        { ...sample, observedAt: at(4_000) },
        { ...sample, observedAt: at(-60_000) },
      ],
    });
    expect(accepted).toBe(1);
    expect(rejected.map(({ index, reason }) => [index, reason])).toEqual([
      [0, expect.stringMatching(/^invalid: observedAt: .* is .* ahead of Cull's clock, and at most .*5/)],
      [2, expect.stringMatching(/^invalid: observedAt: .* is .* before the variant was posted/)],
    ]);
  });

  it('hands the samples to the queue, one job for each shard', async () => {
    const variants = await Promise.all(Array.from({ length: 40 }, aPushedVariant));
    const jobs: Payload<'samples'>[] = [];
    const consumers = createConsumers(
      { databaseUrl: world.databaseUrl },
      {
        killStep: async () => {},
        notification: async () => {},
        maintenance: async () => {},
      },
      {
        concurrency: {},
        onError: () => {},
        onJobError: () => {},
      },
    );
    for (let shard = 0; shard < SHARD_COUNT; shard += 1)
      consumers.openSamples(shard, async (payload) => void jobs.push(payload));
    try {
      const observedAt = observedNow();
      const samples = variants.map(({ variantId }, index) => ({
        variantId,
        views: 1_000 + index,
        interactions: index,
        observedAt,
      }));
      expect(await world.admin.metrics.ingest({ samples })).toEqual({ accepted: 40, rejected: [] });
      const taken = () => jobs.flatMap((job) => job.samples).filter(({ views }) => views >= 1_000);
      await vi.waitFor(() => expect(taken()).toHaveLength(40), { timeout: 30_000, interval: 20 });
      const withThese = jobs.filter((job) => job.samples.some(({ views }) => views >= 1_000));
      expect(new Set(withThese.map(({ shard }) => shard)).size).toBe(withThese.length);
      const byId = new Map(variants.map(({ monitoringId }, index) => [monitoringId, index]));
      for (const { monitoringId, views, interactions, observedAt: at } of taken()) {
        const index = byId.get(monitoringId);
        expect({ views, interactions, at }).toEqual({
          views: 1_000 + (index ?? -1),
          interactions: index,
          at: Date.parse(observedAt),
        });
      }
    } finally {
      await consumers.close();
    }
  });

  it('refuses more than 5,000 samples at once', async () => {
    const samples = Array.from({ length: 5_001 }, () => ({}));
    expect(await refusalOf(world.admin.metrics.ingest({ samples }))).toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('samples'),
    });
  });
});
