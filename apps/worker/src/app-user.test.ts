import { letAppUser, migrate } from '@cull/db';
import { createProducer, migrateQueue } from '@cull/queue';
import { asAppUser, testDatabase } from '@cull/servers/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createWorld, readSession, type World } from '../test/world';

const soon = { timeout: 30_000, interval: 50 };
let world: World;
let app: string;
let bringUpToDate: () => Promise<void>;
beforeAll(async () => {
  const owner = await testDatabase();
  app = asAppUser(owner);
  bringUpToDate = async () => {
    await migrate(owner);
    await migrateQueue({ databaseUrl: owner });
    await letAppUser(owner, new URL(app).username);
  };
  await bringUpToDate();
  world = await createWorld({ DATABASE_URL: app }, null, owner);
});
afterAll(() => world.close());

it('a worker whose user owns nothing kills, cleans up and makes partitions', async () => {
  const { variantId, monitoringId } = await world.post({ postId: await world.publish(3_000, 61) });
  await vi.waitFor(async () => {
    const { status, killSteps } = await readSession(world.db, monitoringId);
    expect(status).toBe('killed');
    expect(killSteps.map(({ state }) => state)).not.toContain('pending');
  }, soon);
  expect(await world.db.prisma.poolMembership.count({ where: { variantId, leftAt: null } })).toBe(0);
  await vi.waitFor(async () => {
    const { rows } = await world.db.pool.query('SELECT name FROM table_partitions');
    expect(rows.length).toBeGreaterThan(5);
  }, soon);
});

it('starts again on a database that it has used: what the app user made is its own', async () => {
  const producer = createProducer({ databaseUrl: app }, () => {});
  await producer.addSamples([{ shard: 0, samples: [] }]);
  await producer.close();
  const made = await world.db.pool.query(
    "SELECT FROM pg_sequences WHERE schemaname = 'bullmq' AND sequenceowner <> current_user",
  );
  expect(made.rowCount).toBeGreaterThan(0);
  await bringUpToDate();
});
