import { explain, type HoldCause, NO_CONTEXT, NO_PROGRESS } from '@cull/core';
import { ENGINE, endSessions, recordHolds, recordProgress } from '@cull/db';
import { shardOf } from '@cull/queue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVariant, createWorld, refusalOf, type World } from '../../test/world';
import { toEngine } from '../present/present';
import { newestSession } from '../sessions/newest-session';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const reason = 'asked by the brand team';

/** A live variant with 12 interactions from 640 views, and perhaps with a kill that is held back. */
async function aLiveVariant(cause?: HoldCause) {
  const { db, policies } = world.services;
  const inADay = new Date(Date.now() + 86_400_000).toISOString();
  const variant = aVariant({ scheduledPosts: [{ id: 'tomorrow', publishAt: inADay }] });
  const { monitoringId, deadlineAt } = await world.admin.variants.posted(variant);
  const sample = { views: 640, interactions: 12, observedAt: Date.now() };
  const progress = { ...NO_PROGRESS, sample, lastInteractions: 12, quality: 'ok' as const, breaches: 1 };
  await recordProgress(db.pool, shardOf(variant.variantId), [
    { monitoringId, progress, risk: 1, interactionsDue: 38, deadlineAt: Date.parse(deadlineAt) },
  ]);
  const { variantId } = variant;
  const { session } = toEngine(await newestSession(world.services, variantId));
  const policy = await policies.resolve(session);
  if (cause !== undefined) {
    const hold = { cause, reason: 'below_threshold' as const, since: Date.now() };
    const held = { session, policy, progress: { ...progress, hold }, context: NO_CONTEXT, at: Date.now() };
    await recordHolds(db.pool, [held]);
  }
  return { variantId, monitoringId, deadlineAt: Date.parse(deadlineAt), session, progress, policy };
}

const outcomesOf = async (variantId: string) =>
  (await world.admin.decisions.list({ variantId })).items.map(({ outcome, actor, note }) => [
    outcome,
    actor,
    note,
  ]);

const revivable = async (variantId: string) =>
  (await world.admin.decisions.list({ variantId })).items.map(({ isRevivable }) => isRevivable);

describe('monitoring.protect', () => {
  it('takes a live variant out of the rules’ reach, and back', async () => {
    const { variantId } = await aLiveVariant();
    const control = world.callerWith('control', 'read').monitoring;
    expect(await control.protect({ variantId, reason })).toMatchObject({ isProtected: true });
    expect(await control.protect({ variantId, reason, isProtected: false })).toMatchObject({
      isProtected: false,
    });
    const events = await world.services.db.prisma.event.findMany({
      where: { variantId, type: { in: ['variant.protected', 'variant.unprotected'] } },
      orderBy: { id: 'asc' },
    });
    expect(events.map(({ type }) => type)).toEqual(['variant.protected', 'variant.unprotected']);
    expect(events[0]?.data).toMatchObject({ actor: 'key:test', note: reason });
  });

  it('says that a session has ended', async () => {
    const { variantId } = await aLiveVariant();
    await world.admin.monitoring.stop({ variantId, reason });
    expect(await refusalOf(world.admin.monitoring.protect({ variantId, reason }))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('had ended before: stopped'),
    });
  });
});

describe('monitoring.extend', () => {
  it('moves the deadline on, each time again', async () => {
    const { variantId, deadlineAt } = await aLiveVariant();
    await world.admin.monitoring.extend({ variantId, reason, seconds: 60 });
    const extended = await world.admin.monitoring.extend({ variantId, reason, seconds: 30 });
    expect(extended).toMatchObject({
      extendedSeconds: 90,
      deadlineAt: new Date(deadlineAt + 90_000).toISOString(),
    });
  });
});

describe('a kill that waits for approval', () => {
  it('is listed, and carried out under the name of who approves it', async () => {
    const { variantId } = await aLiveVariant('approval');
    expect(await world.admin.monitoring.status({ variantId })).toMatchObject({
      hold: { cause: 'approval', reason: 'below_threshold' },
      approvalExpiresAt: expect.any(String),
    });
    const waiting = async () => (await world.admin.monitoring.list({ holdCause: 'approval' })).items;
    expect((await waiting()).map((session) => session.variantId)).toContain(variantId);
    const killed = await world.callerWith('control', 'read').monitoring.approve({ variantId, reason });
    expect(killed).toMatchObject({
      status: 'killed',
      killReason: 'below_threshold',
      killReasonText: expect.stringContaining('Approved by key:test: asked by the brand team.'),
      approvalExpiresAt: null,
    });
    expect(await outcomesOf(variantId)).toEqual([
      ['killed', 'key:test', reason],
      ['approval_requested', 'engine', null],
    ]);
    expect((await waiting()).map((session) => session.variantId)).not.toContain(variantId);
  });

  it('is not carried out any more once the variant is protected', async () => {
    const { variantId } = await aLiveVariant('approval');
    await world.admin.monitoring.protect({ variantId, reason });
    expect(await refusalOf(world.admin.monitoring.approve({ variantId, reason }))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('does not wait for approval'),
    });
    expect(await world.admin.monitoring.status({ variantId })).toMatchObject({ status: 'monitoring' });
  });

  it('is approved or dismissed, by whichever of two people comes first', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { variantId } = await aLiveVariant('approval');
      const answers = await Promise.allSettled([
        world.admin.monitoring.approve({ variantId, reason }),
        world.admin.monitoring.dismiss({ variantId, reason }),
      ]);
      const [won] = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
      const lost = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
      expect(lost.map(({ message }: Error) => message)).toEqual([
        `variantId: ${variantId} does not wait for approval`,
      ]);
      expect(await outcomesOf(variantId)).toHaveLength(2);
      expect(await world.admin.monitoring.status({ variantId })).toMatchObject({ status: won?.status });
    }
  });

  it('is dropped when it is dismissed, and the variant is protected from then on', async () => {
    const { variantId } = await aLiveVariant('approval');
    expect(await world.admin.monitoring.dismiss({ variantId, reason })).toMatchObject({
      status: 'monitoring',
      isProtected: true,
      hold: { cause: 'protected' },
    });
    expect(await outcomesOf(variantId)).toEqual([
      ['dismissed', 'key:test', reason],
      ['approval_requested', 'engine', null],
    ]);
    expect(await refusalOf(world.admin.monitoring.approve({ variantId, reason }))).toEqual({
      code: 'CONFLICT',
      message: `variantId: ${variantId} does not wait for approval`,
    });
  });

  it('is not what a shadowed kill is', async () => {
    const { variantId } = await aLiveVariant('shadow');
    const { items } = await world.admin.decisions.list({ variantId, outcome: 'would_have_killed' });
    expect(items).toMatchObject([{ holdCause: 'shadow', reason: 'below_threshold' }]);
    const [{ decisionId } = { decisionId: '' }] = items;
    expect(await world.admin.decisions.get({ decisionId })).toMatchObject({
      explanation: { status: 'monitoring', hold: { cause: 'shadow' } },
      policy: { mode: 'auto', killRatio: 0.5 },
    });
    expect(await refusalOf(world.admin.monitoring.dismiss({ variantId, reason }))).toMatchObject({
      code: 'CONFLICT',
    });
  });
});

describe('monitoring.revive', () => {
  it('takes a kill back, once', async () => {
    const { variantId } = await aLiveVariant();
    await world.admin.monitoring.kill({ variantId, reason });
    expect((await world.admin.monitoring.variant({ variantId })).inPool).toBe(false);
    expect(await revivable(variantId)).toEqual([true]);
    const revived = await world.admin.monitoring.revive({ variantId, reason: 'a mistake' });
    expect(revived).toMatchObject({
      restoredPosts: 1,
      isPostDeleted: false,
      session: { status: 'killed', revivedAt: expect.any(String) },
    });
    expect(await world.admin.monitoring.variant({ variantId })).toMatchObject({
      inPool: true,
      scheduledPosts: [{ id: 'tomorrow', cancelledAt: null }],
    });
    expect((await outcomesOf(variantId))[0]).toEqual(['revived', 'key:test', 'a mistake']);
    // The ending is still what the session is explained by.
    expect((await world.admin.monitoring.explain({ variantId })).text).toContain('Killed by key:test');
    expect(await refusalOf(world.admin.monitoring.revive({ variantId, reason }))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('was revived before'),
    });
    expect(await revivable(variantId)).toEqual([false, false]);
  });

  it('is not offered for a kill that the variant has moved on from, nor after its next kill', async () => {
    const { variantId } = await aLiveVariant();
    await world.admin.monitoring.kill({ variantId, reason });
    await world.admin.variants.posted(aVariant({ variantId }));
    expect(await revivable(variantId)).toEqual([false]);
    expect(await refusalOf(world.admin.monitoring.revive({ variantId, reason }))).toMatchObject({
      message: `variantId: ${variantId} is not killed but monitoring`,
    });
    await world.admin.monitoring.kill({ variantId, reason });
    expect(await revivable(variantId)).toEqual([true, false]);
  });

  it('is for killed variants alone', async () => {
    const { variantId } = await aLiveVariant();
    expect(await refusalOf(world.admin.monitoring.revive({ variantId, reason }))).toMatchObject({
      code: 'CONFLICT',
      message: `variantId: ${variantId} is not killed but monitoring`,
    });
  });
});

describe('monitoring.retrySteps', () => {
  it('puts given-up steps back on the queue', async () => {
    const { variantId, session, progress, policy } = await aLiveVariant();
    const ending = { outcome: 'killed', reason: 'below_threshold' } as const;
    const decidedAt = Date.now();
    const standing = { status: 'killed', reason: 'below_threshold' } as const;
    const explanation = explain(session, progress, policy.values, standing, decidedAt);
    const { db } = world.services;
    const { monitoringId } = session;
    const decided = { session, progress, policy, ending, explanation, decidedAt };
    await endSessions(db.pool, [{ ...decided, actor: ENGINE, note: null }]);
    await db.prisma.killStep.updateMany({ where: { monitoringId }, data: { state: 'failed' } });
    expect(await world.admin.system.status()).toMatchObject({
      failedKillSteps: 2,
      failedKillVariants: [variantId],
    });
    expect(await world.admin.monitoring.retrySteps({ variantId })).toEqual({ retried: 2 });
    expect(await world.admin.monitoring.retrySteps({ variantId })).toEqual({ retried: 0 });
  });
});

describe('hand controls', () => {
  it('need the scope control', async () => {
    const { variantId } = await aLiveVariant();
    const { monitoring, system } = world.callerWith('read', 'ingest', 'orchestrate');
    const scope = { type: 'global' } as const;
    const calls = [
      monitoring.kill({ variantId, reason }),
      monitoring.stop({ variantId, reason }),
      monitoring.protect({ variantId, reason }),
      monitoring.extend({ variantId, reason, seconds: 1 }),
      monitoring.approve({ variantId, reason }),
      monitoring.dismiss({ variantId, reason }),
      monitoring.revive({ variantId, reason }),
      monitoring.retrySteps({ variantId }),
      system.pause({ scope, reason }),
      system.resume({ scope, reason }),
    ];
    for (const call of calls) expect(await refusalOf(call)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('do nothing to a variant that was posted again since somebody looked at it', async () => {
    const { variantId, monitoringId } = await aLiveVariant();
    const { monitoring } = world.admin;
    await monitoring.kill({ variantId, monitoringId, reason });
    const { monitoringId: newest, startedAt } = await world.admin.variants.posted(aVariant({ variantId }));
    const seen = { variantId, monitoringId, reason };
    const calls = [
      monitoring.kill(seen),
      monitoring.stop(seen),
      monitoring.protect(seen),
      monitoring.extend({ ...seen, seconds: 1 }),
      monitoring.approve(seen),
      monitoring.dismiss(seen),
      monitoring.revive(seen),
      monitoring.retrySteps({ variantId, monitoringId }),
    ];
    for (const refusal of await Promise.all(calls.map(refusalOf)))
      expect(refusal).toEqual({
        code: 'CONFLICT',
        message: `monitoringId: ${variantId} was posted again since, at ${startedAt}`,
      });
    expect(await monitoring.status({ variantId })).toMatchObject({
      monitoringId: newest,
      status: 'monitoring',
      isProtected: false,
      extendedSeconds: 0,
    });
  });

  it('take the session by its id however that is written, and none of another variant', async () => {
    const [{ variantId, monitoringId }, other] = [await aLiveVariant(), await aLiveVariant()];
    const { protect } = world.admin.monitoring;
    expect(await protect({ variantId, monitoringId: monitoringId.toUpperCase(), reason })).toMatchObject({
      monitoringId,
      isProtected: true,
    });
    expect(await refusalOf(protect({ variantId, monitoringId: other.monitoringId, reason }))).toEqual({
      code: 'NOT_FOUND',
      message: `monitoringId: ${other.monitoringId} is no session of ${variantId}`,
    });
  });

  it('reach a live session that was told to be older than the one before', async () => {
    const { variantId, monitoringId } = await aLiveVariant();
    await world.admin.monitoring.kill({ variantId, monitoringId, reason });
    const postedAt = new Date(Date.now() - 60_000).toISOString();
    const again = await world.admin.variants.posted(aVariant({ variantId, postedAt }));
    expect(await revivable(variantId)).toEqual([false]);
    expect(
      await world.admin.monitoring.kill({ variantId, monitoringId: again.monitoringId, reason }),
    ).toMatchObject({ monitoringId: again.monitoringId, status: 'killed' });
  });

  it('need a reason', async () => {
    const { variantId } = await aLiveVariant();
    expect(await refusalOf(world.admin.monitoring.protect({ variantId, reason: '  ' }))).toEqual({
      code: 'BAD_REQUEST',
      message: 'reason: needs a reason',
    });
  });
});
