import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anEnding, aPosting, openTestDatabase, PASSED, POSTED_AT, postOne } from '../../test/fixtures';
import { readNewestEvents } from '../events/events';
import { recordProgress } from '../sessions/live-sessions';
import type { Database } from '../system/database';
import { endSessions } from './endings';
import { finishStep, readForgottenSteps, readUnfinishedStep } from './kill-steps';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const KILL = { outcome: 'killed', reason: 'below_threshold' } as const;
const scheduledPosts = [
  { id: 'later', publishAt: POSTED_AT + 3_600_000 },
  { id: 'tomorrow', publishAt: POSTED_AT + 86_400_000 },
];

describe('a kill', () => {
  it('is recorded whole: status, pool, scheduled posts, decision, steps and event', async () => {
    const posting = aPosting({ scheduledPosts });
    const { monitoringId } = await postOne(db, posting);
    const [ended] = await endSessions(db.pool, [anEnding(posting, monitoringId, KILL)]);

    expect(ended).toEqual({ monitoringId, stepIds: [expect.any(String), expect.any(String)] });
    const session = await db.prisma.variantMonitoring.findUniqueOrThrow({
      where: { id: monitoringId },
      include: {
        killSteps: true,
        decisions: true,
        variant: { include: { pool: true, scheduledPosts: true } },
      },
    });
    expect(session).toMatchObject({
      status: 'killed',
      killReason: 'below_threshold',
      views: 640n,
      completedAt: null,
    });
    expect(session.variant.pool).toMatchObject({
      leftAt: new Date(POSTED_AT + 60_000),
      leftReason: 'killed: below_threshold',
    });
    expect(session.variant.scheduledPosts.map((post) => post.cancelledAt)).toEqual(
      Array(2).fill(new Date(POSTED_AT + 60_000)),
    );
    expect(session.killSteps.map(({ kind, state }) => [kind, state]).sort()).toEqual([
      ['cancel_scheduled_posts', 'pending'],
      ['remove_from_pool', 'pending'],
    ]);
    expect(session.decisions).toMatchObject([
      { outcome: 'killed', actor: 'engine', text: session.killReasonText, policyVersion: 0 },
    ]);
    const { events } = await readNewestEvents(db.pool, 10);
    expect(events.at(-1)).toMatchObject({
      type: 'variant.killed',
      monitoringId,
      data: { views: 640, interactions: 12 },
    });
  });

  it.each([
    ['newer ones than it was decided by are kept', 5_000, 5_000n],
    ['older ones give way', -5_000, 640n],
  ])('leaves the newest counters: %s', async (_, laterMs, views) => {
    const posting = aPosting();
    const { monitoringId } = await postOne(db, posting);
    const kill = anEnding(posting, monitoringId, KILL);
    const observedAt = kill.decidedAt - 100 + laterMs;
    const sample = { views: 5_000, interactions: 90, observedAt };
    const progress = { ...kill.progress, sample, lastInteractions: 90, checks: 7 };
    const record = { monitoringId, progress, risk: 0, interactionsDue: 300, deadlineAt: POSTED_AT + 600_000 };
    await recordProgress(db.pool, posting.shard, [record]);
    await endSessions(db.pool, [kill]);
    const row = await db.prisma.variantMonitoring.findUniqueOrThrow({ where: { id: monitoringId } });
    const isKept = views === 5_000n;
    expect(row).toMatchObject({
      status: 'killed',
      views,
      interactions: isKept ? 90n : 12n,
      checks: isKept ? 7 : 0,
      lastSampleAt: new Date(isKept ? observedAt : kill.decidedAt - 100),
      // What it was decided by stays on record.
      observedAt: new Date(kill.decidedAt - 100),
    });
  });

  it('deletes the post only where the policy says so', async () => {
    const posting = aPosting();
    const { monitoringId } = await postOne(db, posting);
    const ending = anEnding(posting, monitoringId, KILL);
    const policy = { ...ending.policy, values: { ...ending.policy.values, deletePost: true } };
    await endSessions(db.pool, [{ ...ending, policy }]);
    const steps = await db.prisma.killStep.findMany({ where: { monitoringId }, select: { kind: true } });
    expect(steps.map(({ kind }) => kind)).toContain('delete_post');
  });

  it('is complete when its last step is done, once', async () => {
    const posting = aPosting();
    const { monitoringId } = await postOne(db, posting);
    const [ended] = await endSessions(db.pool, [anEnding(posting, monitoringId, KILL)]);
    const tasks = await Promise.all((ended?.stepIds ?? []).map((id) => readUnfinishedStep(db.pool, id)));
    const at = POSTED_AT + 61_000;
    // All at once, and each twice: the queue may run a stalled job again.
    await Promise.all([...tasks, ...tasks].map((task) => task && finishStep(db.pool, task, at)));
    const session = await db.prisma.variantMonitoring.findUniqueOrThrow({
      where: { id: monitoringId },
      include: { killSteps: true },
    });
    expect(session.completedAt).toEqual(new Date(at));
    expect(session.killSteps.every((step) => step.state === 'done' && step.attempts === 1)).toBe(true);
    const completed = await db.prisma.event.count({
      where: { monitoringId, type: 'variant.kill_completed' },
    });
    expect(completed).toBe(1);
    expect(await readForgottenSteps(db.pool, at + 60_000, 30_000)).not.toContainEqual(
      expect.objectContaining({ monitoringId }),
    );
  });
});

describe('exactly one ending', () => {
  it('the second call changes nothing, ten at a time', async () => {
    const posting = aPosting({ scheduledPosts });
    const { monitoringId } = await postOne(db, posting);
    const attempts = Array.from({ length: 10 }, (_, index) =>
      endSessions(db.pool, [
        anEnding(posting, monitoringId, index % 2 === 0 ? KILL : PASSED, POSTED_AT + 1_000 + index),
      ]),
    );
    const winners = (await Promise.all(attempts)).flat();
    expect(winners).toHaveLength(1);
    expect(await db.prisma.decision.count({ where: { monitoringId } })).toBe(1);
    expect(
      await db.prisma.event.count({ where: { monitoringId, type: { not: 'variant.monitoring_started' } } }),
    ).toBe(1);
  });

  it('a batch ends those that are live and passes over the rest', async () => {
    const postings = [aPosting(), aPosting(), aPosting()];
    const sessions = await Promise.all(postings.map((posting) => postOne(db, posting)));
    const endings = postings.map((posting, index) =>
      anEnding(posting, sessions[index]?.monitoringId ?? '', PASSED),
    );
    await endSessions(db.pool, endings.slice(0, 1));
    const ended = await endSessions(db.pool, endings);
    expect(ended.map(({ monitoringId }) => monitoringId).sort()).toEqual(
      sessions
        .slice(1)
        .map((s) => s.monitoringId)
        .sort(),
    );
    const pool = await db.prisma.poolMembership.findMany({
      where: { variantId: { in: postings.map((p) => p.variantId) } },
    });
    expect(pool.every(({ leftAt }) => leftAt === null)).toBe(true);
  });

  it('rolls the whole kill back when a part of it fails', async () => {
    const posting = aPosting({ scheduledPosts });
    const { monitoringId } = await postOne(db, posting);
    const broken = { ...anEnding(posting, monitoringId, KILL), actor: 'bad\u0000actor' };
    await expect(endSessions(db.pool, [broken])).rejects.toThrow();
    const session = await db.prisma.variantMonitoring.findUniqueOrThrow({
      where: { id: monitoringId },
      include: { variant: { include: { pool: true, scheduledPosts: true } } },
    });
    expect(session.status).toBe('monitoring');
    expect(session.variant.pool?.leftAt).toBeNull();
    expect(session.variant.scheduledPosts.every((post) => post.cancelledAt === null)).toBe(true);
  });
});
