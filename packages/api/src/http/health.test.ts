import { expect, it } from 'vitest';
import { startTestServer } from '../../test/server';

const TOKEN = 'a-token-for-prometheus';

it('tells strangers that it is alive and ready, and nothing else', async () => {
  const server = await startTestServer({ metricsToken: TOKEN });
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(server.url + path, { headers });
    return [answer.status, await answer.text()];
  };
  try {
    expect(await ask('/healthz')).toEqual([200, '{"alive":true}']);
    expect(await ask('/readyz')).toEqual([200, '{"ready":true}']);
    for (const headers of [{}, { authorization: 'Bearer cull_admin' }, { authorization: `Bearer ${TOKEN}x` }])
      expect(await ask('/metrics', headers)).toEqual([401, expect.stringContaining('CULL_METRICS_TOKEN')]);
    const authorization = `Bearer ${TOKEN}`;
    expect(await ask('/metrics', { authorization })).toEqual([200, expect.stringContaining('cull_api_')]);
    expect(await ask('/readyz', { authorization })).toEqual([200, expect.stringContaining('"checks":[{')]);
  } finally {
    await server.close();
  }
});

it('looks at the database once a second, however often it is asked', async () => {
  let now = Date.now();
  const server = await startTestServer({ now: () => now });
  const statuses = () =>
    Promise.all(Array.from({ length: 20 }, async () => (await fetch(`${server.url}/readyz`)).status));
  try {
    expect(new Set(await statuses())).toEqual(new Set([200]));
    await server.db.pool.query('ALTER TABLE source_states RENAME TO elsewhere');
    expect(new Set(await statuses())).toEqual(new Set([200]));
    now += 1_000;
    expect(new Set(await statuses())).toEqual(new Set([503]));
    expect(server.logged.filter((line) => line.includes('not ready'))).toHaveLength(1);
  } finally {
    await server.close();
  }
});
