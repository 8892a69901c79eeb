import { migrate, openDatabase } from '@cull/db';
import { testDatabase } from '@cull/servers/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Seeded, seedWeek } from './index';
import { DAY_MS, planWeek } from './week';

const NOW = Date.UTC(2026, 10, 27, 15, 40);

describe('the plan of a week', () => {
  it('is the same for the same seed, in the order of time, and over', () => {
    const posts = planWeek(NOW, 1);
    expect(planWeek(NOW, 1)).toEqual(posts);
    expect(planWeek(NOW, 2)).not.toEqual(posts);
    const times = posts.map(({ startedAt }) => startedAt);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(times[0]).toBeGreaterThan(NOW - 7 * DAY_MS);
    expect(times.at(-1)).toBeLessThan(NOW - 15 * 60_000);
  });
});

describe('a seeded database', () => {
  let db: ReturnType<typeof openDatabase>;
  let seeded: Seeded | null;
  beforeAll(async () => {
    const url = await testDatabase();
    await migrate(url);
    db = openDatabase({ url, applicationName: 'cull-test', maxConnections: 2, onError: () => {} });
    seeded = await seedWeek(db.pool, NOW);
  }, 120_000);
  afterAll(() => db.close());

  it('has a week of sessions, each with one ending, and kills that are complete', async () => {
    expect(seeded?.variants).toBe(await db.prisma.variantMonitoring.count());
    expect(seeded?.variants).toBeGreaterThan(300);
    expect(await db.prisma.variantMonitoring.count({ where: { status: 'monitoring' } })).toBe(0);
    const killed = { status: 'killed' } as const;
    expect(await db.prisma.variantMonitoring.count({ where: killed })).toBe(seeded?.killed);
    expect(seeded?.killed).toBeGreaterThan(60);
    expect(await db.prisma.killStep.count({ where: { state: { not: 'done' } } })).toBe(0);
    expect(await db.prisma.variantMonitoring.count({ where: { ...killed, completedAt: null } })).toBe(0);
  });

  it('has decisions of every kind that a team meets', async () => {
    const outcomes = await db.prisma.decision.groupBy({ by: ['outcome'] });
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(
      ['approval_requested', 'dismissed', 'killed', 'revived', 'timed_out', 'would_have_killed'].sort(),
    );
    const reasons = await db.prisma.decision.groupBy({ by: ['reason'], where: { outcome: 'killed' } });
    expect(reasons.length).toBeGreaterThan(1);
  });

  it('has kills that were followed to the end of their window and judged, and some that were spared', async () => {
    const unjudged = { status: 'killed', regretted: null } as const;
    const ofKills = await db.prisma.variantMonitoring.count({ where: { status: 'killed' } });
    expect(await db.prisma.variantMonitoring.count({ where: unjudged })).toBeLessThan(ofKills / 10);
    expect(await db.prisma.variantMonitoring.count({ where: { regretted: true } })).toBeGreaterThan(0);
    expect(await db.prisma.variantMonitoring.count({ where: { isSpared: true } })).toBeGreaterThan(3);
  });

  it('has an event log in the order of time', async () => {
    const events = await db.prisma.event.findMany({
      orderBy: { id: 'asc' },
      select: { at: true, type: true },
    });
    const times = events.map(({ at }) => at.getTime());
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(new Set(events.map(({ type }) => type))).toContain('kills.resumed');
  });

  it('is never seeded again', async () => {
    expect(await seedWeek(db.pool, NOW + DAY_MS)).toBe(null);
  });
});
