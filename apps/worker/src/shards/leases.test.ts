import { randomUUID } from 'node:crypto';
import type { Queryable, ShardToken } from '@cull/db';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createWorkbench, type Workbench } from '../../test/context';
import { LEASE_MS, Leases } from './leases';

const soon = { timeout: 30_000, interval: 20 };
const log = pino({ level: 'silent' });

let bench: Workbench;
let db: Queryable;
beforeAll(async () => {
  bench = await createWorkbench();
  db = bench.context().db.pool;
});
afterAll(() => bench.close());

/** A worker's leases, what became of them, and a clock of its own that can jump. */
function aWorker(workerId = randomUUID()) {
  const told: { taken: ShardToken[]; lost: ShardToken[] } = { taken: [], lost: [] };
  const clock = { aheadMs: 0 };
  const busy = { until: Promise.resolve() };
  const leases = new Leases({
    workerId,
    db,
    log,
    monotonic: () => performance.now() + clock.aheadMs,
    events: {
      onTaken: (token) => told.taken.push(token),
      onLost: (token) => told.lost.push(token),
      handBack: () => busy.until,
      tickedAgoMs: () => null,
      onHandedBack: () => {},
      onRound: () => {},
    },
  });
  const held = () => told.taken.filter((token) => leases.isHeld(token)).length;
  return { workerId, leases, told, clock, busy, held };
}

describe('leases', () => {
  it('are all taken by a worker that is alone, shared evenly with those that come, and taken back when they leave', async () => {
    const one = aWorker();
    await one.leases.start(db);
    await vi.waitFor(() => expect(one.held()).toBe(16), soon);
    const two = aWorker();
    const three = aWorker();
    await Promise.all([two.leases.start(db), three.leases.start(db)]);
    await vi.waitFor(
      () => expect([one, two, three].map(({ held }) => held()).sort()).toEqual([5, 5, 6]),
      soon,
    );
    await two.leases.leave();
    expect(two.held()).toBe(0);
    await vi.waitFor(() => expect([one, three].map(({ held }) => held())).toEqual([8, 8]), soon);
    await Promise.all([one.leases.leave(), three.leases.leave()]);
    expect([...one.told.lost, ...two.told.lost, ...three.told.lost]).toEqual([]);
  });

  it('are given back only when nothing is done to the shard any more', async () => {
    const one = aWorker();
    await one.leases.start(db);
    await vi.waitFor(() => expect(one.held()).toBe(16), soon);
    let isDone = () => {};
    one.busy.until = new Promise((resolve) => {
      isDone = resolve;
    });
    const left = one.leases.leave();
    const two = aWorker();
    await two.leases.start(db);
    expect(two.held()).toBe(0);
    isDone();
    await left;
    two.leases.wake();
    await vi.waitFor(() => expect(two.held()).toBe(16), soon);
    await two.leases.leave();
  });

  it('count for nothing once they may have run out, and again once they are renewed', async () => {
    const one = aWorker();
    await one.leases.start(db);
    await vi.waitFor(() => expect(one.held()).toBe(16), soon);
    one.clock.aheadMs += LEASE_MS;
    expect(one.held()).toBe(0);
    await vi.waitFor(() => expect(one.held()).toBe(16), soon);
    expect(one.told.lost).toEqual([]);
    expect(one.told.taken).toHaveLength(16);
    await one.leases.leave();
  });

  it('that another worker took meanwhile are lost', async () => {
    const one = aWorker();
    await one.leases.start(db);
    await vi.waitFor(() => expect(one.held()).toBe(16), soon);
    await db.query('UPDATE shards SET epoch = epoch + 1 WHERE shard = 3');
    await vi.waitFor(() => expect(one.told.lost).toMatchObject([{ shard: 3 }]), soon);
    await one.leases.leave();
  });

  it('are refused to a second worker of the same id', async () => {
    const one = aWorker();
    await one.leases.start(db);
    await expect(aWorker(one.workerId).leases.start(db)).rejects.toThrow(
      `a worker with the id ${one.workerId} is running already`,
    );
    await one.leases.leave();
  });
});
