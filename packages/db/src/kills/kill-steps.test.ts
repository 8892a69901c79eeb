import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aKill, aRevival, openTestDatabase, postOne } from '../../test/fixtures';
import type { Database } from '../system/database';
import { cancelPosts, removeFromPool } from './endings';
import { failStep, finishStep, readUnfinishedStep, retryFailedSteps } from './kill-steps';
import { revive } from './revivals';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

/** A kill whose first step a worker has just read. */
async function aKillUnderWay() {
  const kill = await aKill(db);
  const [stepId = ''] = kill.stepIds;
  const task = await readUnfinishedStep(db.pool, stepId);
  if (task === null) throw new Error('the step is not there');
  const takeOut = async () => {
    await removeFromPool(db.pool, [kill.posting.variantId], ['killed'], kill.at);
    await cancelPosts(db.pool, [kill.posting.variantId], kill.at);
  };
  return { ...kill, stepId, task, takeOut };
}

const readStep = (id: string) => db.prisma.killStep.findUniqueOrThrow({ where: { id } });
const eventsOf = async (monitoringId: string) =>
  (await db.prisma.event.findMany({ where: { monitoringId }, orderBy: { id: 'asc' } })).map(
    ({ type }) => type,
  );

/** What the orchestrator sees of a variant: whether it is in the pool, and how many of its posts are to come. */
async function usable(variantId: string) {
  const pool = await db.prisma.poolMembership.count({ where: { variantId, leftAt: null } });
  const posts = await db.prisma.scheduledPost.count({ where: { variantId, cancelledAt: null } });
  return { pool, posts };
}

describe('a step that was under way when its kill was taken back', () => {
  it('stays called off, whether it then fails or is done', async () => {
    const kill = await aKillUnderWay();
    const { task, stepId, posting } = kill;
    expect(await revive(db.pool, aRevival(kill, kill.at + 1000))).not.toBeNull();
    const calledOff = await readStep(stepId);
    expect(calledOff).toMatchObject({ state: 'failed', error: 'called off by a revival' });

    await failStep(db.pool, task, 'no answer', false, kill.at + 2000);
    await failStep(db.pool, task, 'no answer', true, kill.at + 3000);
    await finishStep(db.pool, task, kill.at + 4000, kill.takeOut);
    expect(await readStep(stepId)).toEqual(calledOff);
    expect(await usable(posting.variantId)).toEqual({ pool: 1, posts: 1 });
    expect(await eventsOf(kill.monitoringId)).not.toContain('variant.kill_failed');
  });

  it('is not put back by a retry that was asked for at the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      const kill = await aKillUnderWay();
      await failStep(db.pool, kill.task, 'no answer', true, kill.at + 1000);
      const target = { ...kill.posting, monitoringId: kill.monitoringId };
      await Promise.all([
        revive(db.pool, aRevival(kill, kill.at + 2000)),
        retryFailedSteps(db.pool, target, 'ann', kill.at + 2000),
      ]);
      const steps = await db.prisma.killStep.findMany({ where: { monitoringId: kill.monitoringId } });
      expect(steps.map(({ state }) => state)).toEqual(['failed', 'failed']);
      expect(await readUnfinishedStep(db.pool, kill.stepId)).toBeNull();
    }
  });
});

describe('a step whose variant was posted again', () => {
  it('has nothing left to do, completes its kill, and leaves the new session alone', async () => {
    const kill = await aKillUnderWay();
    const { posting } = kill;
    const again = { ...posting, postId: `${posting.postId}-again`, startedAt: kill.at + 1000 };
    expect(await postOne(db, again)).toMatchObject({ created: true });
    const before = await usable(posting.variantId);
    expect(before).toEqual({ pool: 1, posts: 2 });

    for (const stepId of kill.stepIds) {
      const task = await readUnfinishedStep(db.pool, stepId);
      if (task !== null) await finishStep(db.pool, task, kill.at + 2000, kill.takeOut);
    }
    expect(await usable(posting.variantId)).toEqual(before);
    const session = await db.prisma.variantMonitoring.findUniqueOrThrow({
      where: { id: kill.monitoringId },
      include: { killSteps: true },
    });
    expect(session.killSteps.map(({ state }) => state)).toEqual(['done', 'done']);
    expect(session.completedAt).toEqual(new Date(kill.at + 2000));
  });
});

describe('a step that fails in the middle', () => {
  it('leaves everything as it was', async () => {
    const { task, stepId, at, posting } = await aKillUnderWay();
    const halfDone = finishStep(db.pool, task, at + 1000, async (transaction) => {
      await transaction.query('UPDATE pool_memberships SET left_at = NULL WHERE variant_id = $1', [
        posting.variantId,
      ]);
      throw new Error('no answer');
    });
    await expect(halfDone).rejects.toThrow('no answer');
    expect(await readStep(stepId)).toMatchObject({ state: 'pending', attempts: 0 });
    expect(await usable(posting.variantId)).toEqual({ pool: 0, posts: 0 });
  });
});
