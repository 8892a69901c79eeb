import { appendEvents, insertSnapshots } from '@cull/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLiveVariant } from '../../test/live-variant';
import { createWorld, refusalOf, type World } from '../../test/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

describe('monitoring.curve', () => {
  it('thins the points and marks what happened on the way', async () => {
    const { variantId, monitoringId, personaId, startedAt } = await aLiveVariant(world, {
      personaId: 'curved',
    });
    const from = Date.parse(startedAt);
    const snapshots = Array.from({ length: 300 }, (_, index) => ({
      monitoringId,
      observedAt: from + index * 10,
      views: 100 + index,
      interactions: index === 150 ? 0 : 6,
    }));
    await insertSnapshots(world.services.db.pool, snapshots);
    await world.admin.thresholds.set({
      scope: { type: 'persona', id: personaId },
      values: { minViews: 5 },
      note: 'while live',
    });
    await world.admin.thresholds.set({
      scope: { type: 'persona', id: 'somebody-else' },
      values: { minViews: 5 },
      note: 'of no concern',
    });
    await world.admin.monitoring.kill({ variantId, reason: 'seen enough' });

    const { points, markers, recorded, wentBadAt } = await world.admin.monitoring.curve({
      monitoringId,
      maxPoints: 20,
    });
    expect(points).toHaveLength(20);
    expect(recorded).toBe(300);
    expect(points[0]).toMatchObject({ at: new Date(from).toISOString(), views: 100, engagementRate: 0.06 });
    // 399 views within three seconds: few of them are due, but enough to rule out a rate of a third.
    expect(points.at(-1)).toMatchObject({
      views: 399,
      interactionsDue: expect.toSatisfy((due: number) => due > 2 && due < 12),
      upperBound: expect.toSatisfy((bound: number) => bound > 0.06 && bound < 1),
    });
    expect([points[0]?.upperBound, wentBadAt]).toEqual([null, null]);
    expect(points.map(({ engagementRate }) => engagementRate)).toContain(0);
    expect(markers.map(({ type }) => type)).toEqual([
      'variant.monitoring_started',
      'policy.changed',
      'variant.killed',
    ]);
    expect(markers[0]).toMatchObject({ actor: 'key:test', note: null, override: null });
    const [version] = (await world.admin.thresholds.history({ scope: { type: 'persona', id: personaId } }))
      .items;
    expect(version).toMatchObject(markers[1]?.override ?? {});
    expect(markers[1]?.text).toBe('Thresholds changed by key:test: while live');
    expect(markers[2]).toMatchObject({ actor: 'key:test', note: 'seen enough' });
    expect((await world.admin.monitoring.curve({ monitoringId })).points).toHaveLength(300);
  });

  it('marks a warning by its rate, and a drop by what was due and came since', async () => {
    const { variantId, personaId, monitoringId, startedAt } = await aLiveVariant(world);
    const subject = { monitoringId, variantId, personaId };
    const wentBad = 'It went bad at 3:20: 0 of 21 interactions due since came.';
    const recovered = 'It has recovered: 24 of 30 interactions due since 3:20 came.';
    const rate = { cause: 'rate', text: 'Engagement rate 2% is below …', engagementRate: 0.02 };
    const drop = { cause: 'drop', engagementRate: 0.0414 };
    const logged = [
      { type: 'variant.warned', data: rate },
      { type: 'variant.recovered', data: rate },
      { type: 'variant.warned', data: { ...drop, text: wentBad } },
      { type: 'variant.recovered', data: { ...drop, text: recovered } },
    ] as const;
    const from = Date.parse(startedAt);
    await appendEvents(
      world.services.db.pool,
      logged.map((event, index) => ({ ...subject, ...event, at: from + (index + 1) * 1_000 })),
    );
    const { markers } = await world.admin.monitoring.curve({ monitoringId });
    expect(markers.slice(1).map(({ text }) => text)).toEqual([
      'Warned at 2%',
      'Recovered at 2%',
      wentBad,
      recovered,
    ]);
  });

  it('gives the thresholds as they changed, and marks suspensions and outages that reached it', async () => {
    const { variantId, monitoringId, personaId } = await aLiveVariant(world, {
      personaId: 'stepped',
      source: 'threads',
    });
    const scope = { type: 'variant', id: variantId } as const;
    await world.admin.thresholds.set({ scope, values: { killRatio: 0.6 }, note: 'stricter' });
    const { pool } = world.services.db;
    const at = world.services.now();
    const { data } = startOfOutage;
    await appendEvents(pool, [
      { at, type: 'source.unhealthy', data },
      { at, type: 'source.unhealthy', data: { ...data, accountId: 'another' } },
    ]);
    for (const id of [personaId, 'somebody-else'])
      await world.admin.system.pause({ scope: { type: 'persona', id }, reason: 'counters look wrong' });
    await world.admin.system.resume({ scope: { type: 'persona', id: personaId }, reason: 'mended' });
    const { markers, thresholds } = await world.admin.monitoring.curve({ monitoringId });
    expect(thresholds.map(({ kill, warn, healthy }) => [kill, warn, healthy])).toEqual([
      [expect.closeTo(0.03), expect.closeTo(0.042), expect.closeTo(0.06)],
      [expect.closeTo(0.036), expect.closeTo(0.042), expect.closeTo(0.06)],
    ]);
    expect(markers.slice(1).map(({ type, actor, note }) => [type, actor, note])).toEqual(
      expect.arrayContaining([
        ['policy.changed', 'key:test', 'stricter'],
        ['source.unhealthy', null, null],
        ['kills.paused', 'key:test', 'counters look wrong'],
        ['kills.resumed', 'key:test', 'mended'],
      ]),
    );
    expect(markers).toHaveLength(5);
    await world.admin.system.resume({ scope: { type: 'persona', id: 'somebody-else' }, reason: 'mended' });
  });

  it('does not know a session that never was', async () => {
    const monitoringId = '00000000-0000-4000-8000-000000000000';
    expect((await refusalOf(world.admin.monitoring.curve({ monitoringId }))).code).toBe('NOT_FOUND');
  });
});

const startOfOutage = {
  data: {
    accountId: 'default',
    account: 'default',
    source: 'threads',
    state: 'unhealthy',
    problem: 'unreachable',
    detail: null,
    text: 'Nothing is read through account default.',
  },
} as const;

describe('monitoring.sparklines', () => {
  it('gives the last minute of each session, from the reading that held when it began', async () => {
    const [quiet, busy, unread] = [
      await aLiveVariant(world),
      await aLiveVariant(world),
      await aLiveVariant(world),
    ];
    const now = world.services.now();
    await world.services.db.prisma.variantMonitoring.updateMany({
      where: { id: { in: [quiet.monitoringId, busy.monitoringId] } },
      data: { startedAt: new Date(now - 300_000) },
    });
    const at = (monitoringId: string, secondsAgo: number, interactions: number) => ({
      monitoringId,
      observedAt: now - secondsAgo * 1_000,
      views: 100,
      interactions,
    });
    await insertSnapshots(world.services.db.pool, [
      at(quiet.monitoringId, 200, 1),
      at(quiet.monitoringId, 100, 2),
      ...Array.from({ length: 50 }, (_, index) => at(busy.monitoringId, 50 - index, index)),
    ]);
    const monitoringIds = [unread, busy, quiet, quiet].map((session) => session.monitoringId);
    const { items } = await world.admin.monitoring.sparklines({ monitoringIds });
    expect(items.map(({ monitoringId }) => monitoringId)).toEqual(monitoringIds.slice(0, 3));
    expect(items[0]?.points).toEqual([]);
    expect(items[1]?.points).toHaveLength(30);
    expect(items[1]?.points.at(-1)).toMatchObject({ engagementRate: 0.49 });
    expect(items[2]?.points).toMatchObject([{ engagementRate: 0.02 }]);
    const began = Date.parse(items[2]?.points[0]?.at ?? '');
    expect(began).toBeGreaterThanOrEqual(now - 60_000);
    expect(began).toBeLessThanOrEqual(world.services.now() - 60_000);
  });

  it('gives whole sessions where they are asked for, thinned, and of a few only', async () => {
    const { monitoringId, startedAt } = await aLiveVariant(world);
    const from = Date.parse(startedAt);
    await insertSnapshots(
      world.services.db.pool,
      Array.from({ length: 300 }, (_, index) => ({
        monitoringId,
        observedAt: from + index * 1_000,
        views: 100 + index,
        interactions: 6,
      })),
    );
    const { items } = await world.admin.monitoring.sparklines({
      monitoringIds: [monitoringId],
      span: 'whole',
    });
    expect(items[0]?.points).toHaveLength(90);
    expect(items[0]?.points[0]).toEqual({ at: new Date(from).toISOString(), engagementRate: 0.06 });
    const tooMany = Array.from({ length: 21 }, () => crypto.randomUUID());
    expect(
      await refusalOf(world.admin.monitoring.sparklines({ monitoringIds: tooMany, span: 'whole' })),
    ).toMatchObject({ code: 'BAD_REQUEST', message: expect.stringContaining('monitoringIds: has more') });
  });

  it('is of some sessions, but not of more than a screen has', async () => {
    const tooMany = Array.from({ length: 101 }, () => crypto.randomUUID());
    for (const monitoringIds of [[], tooMany]) {
      expect(await refusalOf(world.admin.monitoring.sparklines({ monitoringIds }))).toMatchObject({
        code: 'BAD_REQUEST',
        message: expect.stringContaining('monitoringIds'),
      });
    }
  });
});
