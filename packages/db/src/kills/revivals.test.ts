import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aKill,
  anEnding,
  aPosting,
  aRevival,
  openTestDatabase,
  POSTED_AT,
  postOne,
} from '../../test/fixtures';
import type { Database } from '../system/database';
import { judgeKills, readKilledToFollow, recordLaterSamples } from './after-kills';
import { endSessions } from './endings';
import { failStep, readForgottenSteps, readUnfinishedStep, retryFailedSteps } from './kill-steps';
import { revive } from './revivals';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const KILLED_AT = POSTED_AT + 60_000;
const DEADLINE = POSTED_AT + 600_000;

const readSession = (id: string) =>
  db.prisma.variantMonitoring.findUniqueOrThrow({
    where: { id },
    include: {
      decisions: { orderBy: { decidedAt: 'asc' } },
      killSteps: true,
      variant: { include: { pool: true, scheduledPosts: { orderBy: { publishAt: 'asc' } } } },
    },
  });

describe('a revival', () => {
  it('gives back the pool and the posts to come, calls off open steps, and happens once', async () => {
    const killed = await aKill(db);
    const at = KILLED_AT + 5000;
    expect(await revive(db.pool, aRevival(killed, at))).toEqual({ restoredPosts: 1, isPostDeleted: false });
    expect(await revive(db.pool, aRevival(killed, at))).toBeNull();

    const session = await readSession(killed.monitoringId);
    expect(session).toMatchObject({ status: 'killed', revivedAt: new Date(at) });
    expect(session.variant.pool).toMatchObject({ leftAt: null, leftReason: null });
    expect(session.variant.scheduledPosts.map(({ id, cancelledAt }) => [id, cancelledAt === null])).toEqual([
      ['soon', false],
      ['tomorrow', true],
    ]);
    expect(session.killSteps.map(({ state, error }) => [state, error])).toEqual(
      Array(2).fill(['failed', 'called off by a revival']),
    );
    expect(session.decisions.map(({ outcome, actor }) => [outcome, actor])).toEqual([
      ['killed', 'engine'],
      ['revived', 'ann'],
    ]);
    const [stepId = ''] = killed.stepIds;
    expect(await readUnfinishedStep(db.pool, stepId)).toBeNull();
    const target = { ...killed.posting, monitoringId: killed.monitoringId };
    expect(await retryFailedSteps(db.pool, target, 'ann', at)).toEqual([]);
  });

  it('gives back no post that an earlier kill of the variant cancelled', async () => {
    const first = await aKill(db);
    const { variantId } = first.posting;
    const at = KILLED_AT + 60_000;
    const publishAt = at + 86_400_000;
    const again = {
      ...first.posting,
      postId: `${first.posting.postId}-again`,
      startedAt: KILLED_AT + 1000,
      scheduledPosts: [{ id: 'next-week', publishAt }],
    };
    const { monitoringId } = await postOne(db, again);
    const killed = anEnding(again, monitoringId, { outcome: 'killed', reason: 'below_threshold' }, at);
    await endSessions(db.pool, [killed]);

    expect(await revive(db.pool, aRevival({ killed }, at + 1000))).toMatchObject({ restoredPosts: 1 });
    const posts = await db.prisma.scheduledPost.findMany({ where: { variantId, cancelledAt: null } });
    expect(posts.map(({ id }) => id)).toEqual(['next-week']);
  });

  it('of a session that was not killed does nothing', async () => {
    const posting = aPosting();
    const { monitoringId } = await postOne(db, posting);
    const killed = anEnding(posting, monitoringId, { outcome: 'killed', reason: 'below_threshold' });
    const record = aRevival({ killed }, KILLED_AT);
    expect(await revive(db.pool, record)).toBeNull();
  });
});

describe('a step that was given up', () => {
  it('is done again when somebody asks for it', async () => {
    const { posting, monitoringId, stepIds } = await aKill(db);
    const [stepId = ''] = stepIds;
    const task = await readUnfinishedStep(db.pool, stepId);
    if (task === null) throw new Error('the step is not there');
    await failStep(db.pool, task, 'no answer', true, KILLED_AT + 1000);
    expect(await readUnfinishedStep(db.pool, stepId)).toBeNull();
    expect(await readForgottenSteps(db.pool, KILLED_AT + 3_600_000, 0)).not.toContainEqual(
      expect.objectContaining({ stepId }),
    );
    const target = { ...posting, monitoringId };
    expect(await retryFailedSteps(db.pool, target, 'ann', KILLED_AT + 2000)).toEqual([stepId]);
    expect(await readUnfinishedStep(db.pool, stepId)).toMatchObject({ stepId, attempts: 1 });
    expect(await retryFailedSteps(db.pool, target, 'ann', KILLED_AT + 2000)).toEqual([]);
  });
});

describe('after a kill', () => {
  const later = (monitoringId: string, views: number, interactions: number, observedAt: number) =>
    recordLaterSamples(db.pool, null, [{ monitoringId, views, interactions, observedAt }]);

  it('the variant is looked at now and then, to the end of its window', async () => {
    const { monitoringId } = await aKill(db);
    const followed = async (now: number) =>
      (await readKilledToFollow(db.pool, now, { everyMs: 30_000, lastMs: 10_000 })).some(
        (killed) => killed.monitoringId === monitoringId,
      );
    expect(await followed(KILLED_AT + 29_999)).toBe(false);
    expect(await followed(KILLED_AT + 30_000)).toBe(true);
    expect(await later(monitoringId, 700, 13, KILLED_AT + 30_000)).toBe(1);
    expect(await followed(KILLED_AT + 59_999)).toBe(false);
    expect(await later(monitoringId, 800, 14, DEADLINE - 11_000)).toBe(1);
    expect(await followed(DEADLINE - 10_001)).toBe(false);
    expect(await followed(DEADLINE - 10_000)).toBe(true);
    expect(await later(monitoringId, 900, 15, DEADLINE - 5_000)).toBe(1);
    expect(await followed(DEADLINE - 1)).toBe(true);
    expect(await followed(DEADLINE)).toBe(false);
  });

  it.each([
    { name: 'back at the warn threshold is regretted', interactions: 42, regretted: true },
    { name: 'still below it was right', interactions: 41, regretted: false },
  ])('a variant that is $name', async ({ interactions, regretted }) => {
    const { monitoringId } = await aKill(db);
    await later(monitoringId, 1000, interactions, DEADLINE - 1000);
    await judgeKills(db.pool, DEADLINE - 1);
    expect((await readSession(monitoringId)).regretted).toBeNull();
    await judgeKills(db.pool, DEADLINE);
    expect(await readSession(monitoringId)).toMatchObject({
      status: 'killed',
      views: 640n,
      laterViews: 1000n,
      regretted,
    });
    const events = await db.prisma.event.count({ where: { monitoringId, type: 'variant.kill_regretted' } });
    expect(events).toBe(regretted ? 1 : 0);
  });

  it.each([
    { name: 'from after the window', views: 1000, interactions: 60, at: DEADLINE + 1 },
    { name: 'with fewer views than at the kill', views: 639, interactions: 60, at: DEADLINE - 1 },
    { name: 'with more interactions than views', views: 1000, interactions: 1001, at: DEADLINE - 1 },
    { name: 'from before the kill', views: 1000, interactions: 60, at: KILLED_AT - 101 },
  ])('a reading $name is passed over', async ({ views, interactions, at }) => {
    const { monitoringId } = await aKill(db);
    expect(await later(monitoringId, views, interactions, at)).toBe(0);
    expect((await readSession(monitoringId)).laterViews).toBeNull();
  });
});
