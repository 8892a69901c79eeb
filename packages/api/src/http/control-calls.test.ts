import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestServer, type TestServer } from '../../test/server';
import { aVariant } from '../../test/world';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

it('pauses and kills while every connection for readers is taken', async () => {
  const variant = aVariant();
  expect((await server.call('variants.posted', variant)).status).toBe(200);
  const blocker = await server.db.pool.connect();
  await blocker.query('BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0');
  await blocker.query('LOCK TABLE policy_history IN ACCESS EXCLUSIVE MODE');
  const reads = Array.from({ length: 40 }, () =>
    server.call('thresholds.history', {}, { method: 'GET' }).then(({ status }) => status),
  );
  const waiting = async () => {
    const { rowCount } = await server.db.pool.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
         AND query LIKE '%policy_history%'`,
    );
    return rowCount ?? 0;
  };
  await vi.waitFor(async () => expect(await waiting()).toBeGreaterThanOrEqual(6), { timeout: 10_000 });
  const pause = await server.call('system.pause', { scope: { type: 'global' }, reason: 'a bad night' });
  const kill = await server.call('monitoring.kill', { variantId: variant.variantId, reason: 'a bad night' });
  expect([pause.status, kill.status]).toEqual([200, 200]);
  expect(await waiting()).toBeGreaterThan(0);
  await blocker.query('ROLLBACK');
  blocker.release();
  await Promise.all(reads);
});
