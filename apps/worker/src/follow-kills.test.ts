import { readKilledToFollow, setOverride } from '@cull/db';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createWorld, readSession, type World } from '../test/world';

let world: World;
beforeAll(async () => {
  world = await createWorld({}, { maxCheckIntervalSeconds: 1 });
});
afterAll(() => world.close());

const PACE = { everyMs: 30_000, lastMs: 10_000 };
const soon = { timeout: 30_000, interval: 100 };

it('a killed variant stays monitored, and a kill that it proves wrong counts as false', async () => {
  const postId = await world.publish(1000, 20);
  // Posted long enough ago that the window ends soon after the first check that follows the kill.
  const startedAt = Date.now() - 555_000;
  const { monitoringId } = await world.post({ postId, startedAt, deadlineAt: startedAt + 600_000 });
  await vi.waitFor(
    async () => expect((await readSession(world.db, monitoringId)).status).toBe('killed'),
    soon,
  );
  await world.setCounters(postId, 2000, 110);
  // The look is due half a minute after the kill: the kill is moved back by as much.
  const endedAt = new Date(Date.now() - 31_000);
  await world.db.prisma.variantMonitoring.update({ where: { id: monitoringId }, data: { endedAt } });
  expect(await readKilledToFollow(world.db.pool, Date.now(), PACE)).toEqual([
    { monitoringId, accountId: null, postId },
  ]);
  await vi.waitFor(
    async () =>
      expect(await readSession(world.db, monitoringId)).toMatchObject({
        laterViews: 2000n,
        laterInteractions: 110n,
        regretted: null,
      }),
    soon,
  );
  // The window is over.
  const deadlineAt = new Date(Date.now() - 1);
  await world.db.prisma.variantMonitoring.update({ where: { id: monitoringId }, data: { deadlineAt } });
  await vi.waitFor(
    async () =>
      expect(await readSession(world.db, monitoringId)).toMatchObject({
        status: 'killed',
        views: 1000n,
        regretted: true,
      }),
    soon,
  );
}, 45_000);

it('a kill is judged, too, where the window is shorter than the time between two looks', async () => {
  const postId = await world.publish(1000, 20);
  const personaId = 'short-window';
  const scope = { scopeType: 'persona', scopeId: personaId } as const;
  const change = { scope, author: 'test', note: 'test', now: Date.now() };
  const wanted = { values: { windowSeconds: 25 }, replace: false, expiresAt: null };
  await setOverride(world.db.pool, change, wanted, async () => {});
  const startedAt = Date.now() - 13_000;
  const { monitoringId } = await world.post({ postId, personaId, startedAt, deadlineAt: startedAt + 25_000 });
  await vi.waitFor(
    async () => expect((await readSession(world.db, monitoringId)).status).toBe('killed'),
    soon,
  );
  await world.setCounters(postId, 2000, 110);
  await vi.waitFor(
    async () =>
      expect(await readSession(world.db, monitoringId)).toMatchObject({ laterViews: 2000n, regretted: true }),
    { ...soon, timeout: 30_000 },
  );
}, 45_000);
