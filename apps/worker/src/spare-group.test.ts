import { setOverride } from '@cull/db';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createWorld, readSession, type World } from '../test/world';

let world: World;
beforeAll(async () => {
  world = await createWorld({}, { maxCheckIntervalSeconds: 1 });
});
afterAll(() => world.close());

const soon = { timeout: 30_000, interval: 100 };

it('a kill that is spared at random is watched to the end of its window and judged there', async () => {
  const personaId = 'spared';
  const scope = { scopeType: 'persona', scopeId: personaId } as const;
  const change = { scope, author: 'test', note: 'test', now: Date.now() };
  const wanted = { values: { holdoutRate: 0.5, windowSeconds: 20 }, replace: false, expiresAt: null };
  await setOverride(world.db.pool, change, wanted, async () => {});
  const postId = await world.publish(100, 6);
  const startedAt = Date.now() - 5_000;
  const deadlineAt = startedAt + 20_000;
  const { monitoringId } = await world.post({ postId, personaId, startedAt, deadlineAt });
  // Half of the sessions are drawn; this one is one of them.
  await world.db.pool.query(
    `UPDATE variant_monitoring SET holdout_draw = 0.1, changed_xid = (pg_current_xact_id()::text)::bigint WHERE id = $1`,
    [monitoringId],
  );
  await world.setCounters(postId, 1000, 20);
  await vi.waitFor(
    async () =>
      expect(await world.db.prisma.sparedVerdict.findUnique({ where: { monitoringId } })).toMatchObject({
        reason: 'below_threshold',
        views: 1000n,
        judgedAt: null,
      }),
    soon,
  );
  await world.setCounters(postId, 2000, 110);
  await vi.waitFor(
    async () =>
      expect(await world.db.prisma.sparedVerdict.findUnique({ where: { monitoringId } })).toMatchObject({
        viewsAtEnd: 2000n,
        wasFalse: true,
      }),
    soon,
  );
  expect(await readSession(world.db, monitoringId)).toMatchObject({ status: 'timed_out' });
  const events = await world.db.prisma.event.findMany({
    where: { monitoringId, type: 'variant.holdout_ended' },
  });
  expect(events).toMatchObject([{ variantId: expect.any(String), data: { wasFalse: true, views: 2000 } }]);
}, 60_000);
