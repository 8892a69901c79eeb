import { createConsumers, SHARD_COUNT } from '@cull/queue';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestServer, type TestServer } from '../../test/server';
import { aVariant } from '../../test/world';

let server: TestServer;
/** How far the API's clock is ahead of the queue's. */
let aheadMs = 0;
beforeAll(async () => {
  server = await startTestServer({ now: () => Date.now() + aheadMs });
});
afterAll(() => server.close());

/** Takes what waits, as a worker would. */
async function drain(): Promise<void> {
  const nothing = async () => {};
  const consumers = createConsumers(
    { databaseUrl: server.databaseUrl },
    { killStep: nothing, notification: nothing, maintenance: nothing },
    { concurrency: {}, onError: () => {}, onJobError: () => {} },
  );
  const taken = vi.fn(nothing);
  for (let shard = 0; shard < SHARD_COUNT; shard += 1) consumers.openSamples(shard, taken);
  await vi.waitFor(() => expect(taken).toHaveBeenCalled(), { timeout: 30_000, interval: 20 });
  await consumers.close();
}

it('refuses pushed samples where those before have waited too long, and says for how long', async () => {
  const variant = aVariant({ source: 'push' });
  expect((await server.call('variants.posted', variant)).status).toBe(200);
  const { variantId } = variant;
  const push = (path: string) => {
    const call = {
      samples: [{ variantId, views: 100, interactions: 4, observedAt: new Date().toISOString() }],
    };
    return fetch(server.url + path, {
      method: 'POST',
      headers: { authorization: 'Bearer cull_admin', 'content-type': 'application/json' },
      body: JSON.stringify(path.endsWith('?batch=1') ? { 0: call } : call),
    });
  };
  expect((await push('/api/v1/metrics')).status).toBe(200);
  aheadMs = 4_000;
  expect((await push('/api/v1/metrics')).status).toBe(200);

  aheadMs = 9_000;
  for (const path of ['/api/v1/metrics', '/api/trpc/metrics.ingest', '/api/trpc/metrics.ingest?batch=1']) {
    const refused = await push(path);
    expect([path, refused.status, refused.headers.get('retry-after')]).toEqual([path, 429, '5']);
    expect(await refused.text()).toContain('have waited for 9 s; none of these was taken');
  }
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toContain('cull_api_refused_total{limit="pushed samples"} 3');

  await drain();
  aheadMs = 9_600;
  expect((await push('/api/v1/metrics')).status).toBe(200);
});
