import { randomUUID } from 'node:crypto';
import { NO_CONTEXT, NO_PROGRESS, type Progress, resolvePolicy, type Session } from '@cull/core';
import {
  extendSession,
  leaseShards,
  type NewHold,
  type ShardToken,
  setProtection,
  type TermsChange,
} from '@cull/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkbench, type TestContext, type Workbench } from '../test/context';
import { postOne } from '../test/postings';
import { readSession } from '../test/world';
import { nothingPending } from './evaluate-session';
import { record } from './record';

/** Of a shard that nobody has taken: writes that carry it count. */
const TOKEN: ShardToken = { shard: 0, epoch: 0 };

let bench: Workbench;
let context: TestContext;
beforeAll(async () => {
  bench = await createWorkbench();
  context = bench.context();
});
afterAll(() => bench.close());

/** A losing variant whose kill waits for approval from this check. */
async function aHeldKill() {
  const { monitoringId, variantId, postId, startedAt } = await postOne(context.db, {
    postId: 'loser',
    shard: TOKEN.shard,
  });
  const session: Session = {
    monitoringId,
    variantId,
    postId,
    startedAt,
    personaId: 'persona-1',
    campaignId: null,
    accountId: null,
    source: 'threads',
    expectedEngagementRate: 0.06,
    expectedLow: null,
    extendedSeconds: 0,
    isProtected: false,
    holdoutDraw: 1,
  };
  const at = Date.now();
  const progress: Progress = {
    ...NO_PROGRESS,
    sample: { views: 1000, interactions: 20, observedAt: at },
    lastInteractions: 20,
    breaches: 1,
    warned: true,
    quality: 'ok',
  };
  const hold = { cause: 'approval', reason: 'below_threshold', since: at } as const;
  const policy = resolvePolicy([], {}, at);
  const found: NewHold = { session, progress: { ...progress, hold }, policy, context: NO_CONTEXT, at };
  const going = { monitoringId, progress, risk: 1, interactionsDue: 60, deadlineAt: startedAt + 600_000 };
  return { monitoringId, found, going };
}

const change = (monitoringId: string): TermsChange => ({
  monitoringId,
  actor: 'ann',
  note: 'mine',
  now: Date.now(),
});

describe('a hold that was found', () => {
  it('is recorded where its session is as it was judged', async () => {
    const { found, monitoringId } = await aHeldKill();
    expect(await record(context, TOKEN, { ...nothingPending(), holds: [found] }, null)).toEqual(new Set());
    expect((await readSession(context.db, monitoringId)).decisions).toMatchObject([
      { outcome: 'approval_requested' },
    ]);
  });

  it.each([
    ['protected', (id: string) => setProtection(context.db.pool, change(id), true)],
    ['extended', (id: string) => extendSession(context.db.pool, change(id), 60)],
  ])('is left out where somebody has %s the variant since', async (_, meanwhile) => {
    const { found, monitoringId } = await aHeldKill();
    await meanwhile(monitoringId);
    expect(await record(context, TOKEN, { ...nothingPending(), holds: [found] }, null)).toEqual(
      new Set([monitoringId]),
    );
    expect(await readSession(context.db, monitoringId)).toMatchObject({ holdCause: null, decisions: [] });
  });
});

describe('a holder that has lost its shard', () => {
  it('writes nothing', async () => {
    const { found, going, monitoringId } = await aHeldKill();
    const round = { workerId: 'next', leaseMs: 0, isLeaving: false, renew: [], giveBack: [], claim: 16 };
    const { held } = await leaseShards(context.db.pool, round);
    const findings = { ...nothingPending(), records: new Map([[monitoringId, going]]), holds: [found] };
    await expect(record(context, TOKEN, findings, null)).rejects.toThrow(
      'shard 0 has another holder since epoch 0',
    );
    expect(await readSession(context.db, monitoringId)).toMatchObject({ views: null, decisions: [] });
    const token = held.find(({ shard }) => shard === TOKEN.shard);
    if (token === undefined) throw new Error('the shard was not taken');
    expect(await record(context, token, findings, null)).toEqual(new Set());
    expect(await readSession(context.db, monitoringId)).toMatchObject({ views: 1000n });
    await context.db.pool.query('UPDATE shards SET epoch = 0');
  });
});

describe('two workers on one shard', () => {
  it('write the same sessions in orders of their own, and neither waits forever', async () => {
    const held = await Promise.all(Array.from({ length: 30 }, aHeldKill));
    const findings = (order: typeof held) => ({
      ...nothingPending(),
      records: new Map(order.map(({ monitoringId, going }) => [monitoringId, going])),
      holds: order.map(({ found }) => found),
    });
    const other = bench.context({ workerId: randomUUID() });
    for (let round = 0; round < 20; round += 1) {
      await Promise.all([
        record(context, TOKEN, findings(held), null),
        record(other, TOKEN, findings(held.toReversed()), null),
      ]);
    }
    const ids = held.map(({ monitoringId }) => monitoringId);
    expect(await context.db.prisma.decision.count({ where: { monitoringId: { in: ids } } })).toBe(30);
  });
});
