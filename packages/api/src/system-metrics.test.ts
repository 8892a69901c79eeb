import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../test/server';

let server: TestServer;
let now = Date.now();
beforeAll(async () => {
  const environmentAccount = {
    platform: 'threads',
    baseUrl: 'http://127.0.0.1:9',
    accessToken: 'a-token',
    options: { batch: false },
  } as const;
  server = await startTestServer({ now: () => now, environmentAccount });
});
afterAll(() => server.close());

/** What a scrape brings that comes later than all that is kept. */
async function scrape(): Promise<string> {
  now += 3_000;
  return (await fetch(`${server.url}/metrics`)).text();
}

it('tells how the system does', async () => {
  const before = await scrape();
  expect(before).toMatch(/^cull_build_info\{version="\d+\.\d+\.\d+"\} 1$/m);
  expect(before).toContain('cull_ready 1\n');
  expect(before).toContain('cull_system_read 1\n');
  expect(before).toContain('cull_queue_up 1\n');
  expect(before).toContain('cull_suspensions{kind="paused",scope="global"} 0\n');
  expect(before).toContain('cull_shards_unattended 16\n');
  expect(before).toContain('cull_account_up{account="default"} 1\n');
  expect(before).toMatch(/^cull_database_bytes [1-9]\d+$/m);
  expect(before).toContain('cull_queue_jobs{queue="samples",state="waiting"} 0\n');
});

it('counts suspensions, channels and deliveries that wait', async () => {
  for (const scope of [{ type: 'global' }, { type: 'persona', id: 'ada' }])
    await server.call('system.pause', { scope, reason: 'a test' });
  await server.db.pool.query(
    `INSERT INTO channels (id, kind, name, url, event_types, created_by, created_at, disabled_at, disabled_reason)
     VALUES (gen_random_uuid(), 'webhook', 'on', 'https://a.example', '{}', 'test', now(), NULL, NULL),
            (gen_random_uuid(), 'webhook', 'off', 'https://b.example', '{}', 'test', now(), now(), 'disabled by user:ann'),
            (gen_random_uuid(), 'webhook', 'gone', 'https://c.example', '{}', 'test', now(), now(), 'its address answered 410, gone')`,
  );
  await server.db.pool.query(
    `INSERT INTO deliveries (id, channel_id, event_type, at, data)
     SELECT gen_random_uuid(), id, 'test', $1, '{}' FROM channels`,
    [new Date(now - 57_000)],
  );
  const after = await scrape();
  expect(after).toContain('cull_suspensions{kind="paused",scope="global"} 1\n');
  expect(after).toContain('cull_suspensions{kind="paused",scope="persona"} 1\n');
  expect(after).toContain('cull_channels{kind="webhook",state="enabled"} 1\n');
  expect(after).toContain('cull_channels{kind="webhook",state="disabled"} 1\n');
  expect(after).toContain('cull_channels{kind="webhook",state="given_up"} 1\n');
  // Nothing goes to a disabled channel.
  expect(after).toContain('cull_deliveries_waiting 1\n');
  expect(after).toContain('cull_delivery_oldest_seconds 60\n');
});

it('tells nothing of the past where the database can’t be read', async () => {
  expect(await scrape()).toContain('cull_account_live{account="default"} 0\n');
  await server.db.pool.query('ALTER TABLE troubles RENAME TO elsewhere');
  const without = await scrape();
  await server.db.pool.query('ALTER TABLE elsewhere RENAME TO troubles');
  expect(without).toContain('cull_system_read 0\n');
  expect(without).not.toMatch(/^cull_(account_live|approvals_waiting|database_bytes|suspensions)\b/m);
  expect(await scrape()).toContain('cull_approvals_waiting 0\n');
});
