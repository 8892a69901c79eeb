import { NO_PROGRESS } from '@cull/core';
import { appendEvents, insertSnapshots, recordProgress } from '@cull/db';
import { shardOf } from '@cull/queue';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { aVariant, createWorld, refusalOf, type World } from '../../test/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** A variant that a worker has looked at. */
async function aLiveVariant(values: Parameters<typeof aVariant>[0] = {}, risk = 0.2) {
  const scheduledPosts = [{ id: 'tomorrow', publishAt: new Date(Date.now() + 86_400_000).toISOString() }];
  const variant = aVariant({ scheduledPosts, ...values });
  const session = await world.admin.variants.posted(variant);
  const sample = { views: 640, interactions: 32, observedAt: Date.now() };
  const progress = { ...NO_PROGRESS, sample, lastInteractions: 32, checks: 1, quality: 'ok' as const };
  const deadlineAt = Date.parse(session.deadlineAt);
  await recordProgress(world.services.db.pool, shardOf(variant.variantId), [
    { monitoringId: session.monitoringId, progress, risk, interactionsDue: 38.4, deadlineAt },
  ]);
  return { ...variant, ...session };
}

describe('monitoring.status', () => {
  it('shows a live session with its counters and the active policy', async () => {
    const { variantId, monitoringId } = await aLiveVariant({ campaignId: 'spring' });
    expect(await world.admin.monitoring.status({ variantId })).toMatchObject({
      monitoringId,
      campaignId: 'spring',
      status: 'monitoring',
      views: 640,
      interactions: 32,
      engagementRate: 0.05,
      risk: 0.2,
      interactionsDue: 38.4,
      wentBadAt: null,
      checks: 1,
      timeOut: null,
      finalViews: null,
      killSteps: [],
      policy: { killRatio: 0.5, origins: { killRatio: 'default' } },
    });
  });

  it('says how often a variant is checked while its account is behind', async () => {
    const { pool } = world.services.db;
    const { variantId, monitoringId } = await aLiveVariant({ source: 'threads' });
    const { variantId: pushed } = await aLiveVariant({ source: 'push' });
    await pool.query('UPDATE variant_monitoring SET check_gap_ms = 4100, wanted_gap_ms = 1000');
    const shown = async (id: string) => (await world.admin.monitoring.status({ variantId: id })).lateChecks;
    expect(await shown(variantId)).toBeNull();
    const behind = { wantedSeconds: 1, achievedSeconds: 4, cause: 'lanes' };
    await pool.query("INSERT INTO troubles VALUES ('default', 'behind', now(), $1)", [behind]);
    onTestFinished(async () => void (await pool.query('DELETE FROM troubles')));
    expect(await shown(variantId)).toEqual({ wantedSeconds: 1, achievedSeconds: 4.1, cause: 'lanes' });
    expect(await shown(pushed)).toBeNull();
    await world.admin.monitoring.stop({ variantId, monitoringId, reason: 'seen enough' });
    expect(await shown(variantId)).toBeNull();
  });

  it('does not know a variant that was never posted', async () => {
    const call = world.admin.monitoring.status({ variantId: 'never-posted' });
    expect(await refusalOf(call)).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('never-posted'),
    });
  });
});

describe('the sessions of a variant that was posted again', () => {
  it('are listed, and each is shown and explained by its own id', async () => {
    const first = await aLiveVariant({ postedAt: new Date(Date.now() - 60_000).toISOString() });
    const { variantId } = first;
    await world.admin.monitoring.kill({ variantId, reason: 'the first try' });
    const second = await aLiveVariant({ variantId });
    const { items } = await world.admin.monitoring.list({ variantId });
    expect(items.map(({ monitoringId, status }) => [monitoringId, status])).toEqual([
      [second.monitoringId, 'monitoring'],
      [first.monitoringId, 'killed'],
    ]);

    const { monitoringId } = await world.admin.monitoring.status({ variantId });
    expect(monitoringId).toBe(second.monitoringId);
    const earlier = { variantId, monitoringId: first.monitoringId };
    expect(await world.admin.monitoring.status(earlier)).toMatchObject({ ...earlier, status: 'killed' });
    expect((await world.admin.monitoring.explain(earlier)).text).toContain('the first try');
    expect((await world.admin.monitoring.explain({ variantId })).status).toBe('monitoring');
  });

  it('are not shown under another variant', async () => {
    const { monitoringId } = await aLiveVariant();
    const { variantId } = await aLiveVariant();
    for (const ask of ['status', 'explain'] as const) {
      expect(await refusalOf(world.admin.monitoring[ask]({ variantId, monitoringId }))).toEqual({
        code: 'NOT_FOUND',
        message: `monitoringId: ${monitoringId} is no session of ${variantId}`,
      });
    }
  });
});

describe('monitoring.facets', () => {
  it('counts the live sessions of each persona and of each campaign', async () => {
    const of = (personaId: string, campaignId?: string) =>
      world.admin.variants.posted(aVariant({ personaId, ...(campaignId !== undefined && { campaignId }) }));
    await of('counted', 'counted-campaign');
    await of('counted', 'counted-campaign');
    await of('counted');
    const { variantId } = await of('ended', 'ended-campaign');
    await world.admin.monitoring.kill({ variantId, reason: 'not live' });
    const { personas, campaigns } = await world.admin.monitoring.facets();
    expect(personas).toContainEqual({ personaId: 'counted', live: 3 });
    expect(campaigns).toContainEqual({ campaignId: 'counted-campaign', live: 2 });
    expect(personas.map(({ personaId }) => personaId)).not.toContain('ended');
    expect(campaigns.map(({ campaignId }) => campaignId)).not.toContain('ended-campaign');
  });
});

describe('monitoring.fleet', () => {
  it('has every live variant with its figures and verdict, and those just killed', async () => {
    const personaId = 'fleet-persona';
    const live = await aLiveVariant({ personaId });
    const early = await world.admin.variants.posted(aVariant({ personaId, campaignId: 'fleet-campaign' }));
    const killed = await world.admin.variants.posted(aVariant({ personaId }));
    await world.admin.monitoring.kill({ variantId: killed.variantId, reason: 'gone' });
    world.services.fleet.forget();
    const { items } = await world.admin.monitoring.fleet({ personaId });
    const byId = new Map(items.map(({ variantId, ...item }) => [variantId, item]));
    expect(byId.get(live.variantId)).toMatchObject({ received: 32, verdict: 'healthy' });
    expect(byId.get(early.variantId)).toMatchObject({ due: null, received: null, verdict: 'no_data' });
    expect(byId.get(killed.variantId)).toMatchObject({ verdict: 'killed', killReason: 'manual' });
    const ofCampaign = await world.admin.monitoring.fleet({ personaId, campaignId: 'fleet-campaign' });
    expect(ofCampaign.items.map(({ variantId }) => variantId)).toEqual([early.variantId]);
  });
});

describe('monitoring.kill', () => {
  it('takes the variant out: pool, scheduled posts, decision, steps', async () => {
    const { variantId, personaId, monitoringId } = await aLiveVariant({ personaId: 'killed-persona' });
    const before = await world.services.producer.depths();
    const killed = await world.callerWith('control').monitoring.kill({ variantId, reason: 'off brand' });
    expect(killed).toMatchObject({
      status: 'killed',
      killReason: 'manual',
      killReasonText: expect.stringContaining('Killed by key:test: off brand. '),
      finalViews: 640,
      finalInteractions: 32,
      finalEngagementRate: 0.05,
      killSteps: [
        { kind: 'remove_from_pool', state: 'pending' },
        { kind: 'cancel_scheduled_posts', state: 'pending' },
      ],
    });
    expect((await world.admin.pool.list({ personaId })).items).toEqual([]);
    expect(await world.admin.monitoring.variant({ variantId })).toMatchObject({
      inPool: false,
      leftPoolReason: 'killed: manual',
      scheduledPosts: [{ id: 'tomorrow', cancelledAt: expect.any(String) }],
    });
    const after = await world.services.producer.depths();
    expect(after['kill-steps'].waiting - before['kill-steps'].waiting).toBe(2);
    const { items } = await world.admin.decisions.list({ variantId });
    expect(items).toMatchObject([
      { monitoringId, outcome: 'killed', reason: 'manual', actor: 'key:test', note: 'off brand' },
    ]);
  });

  it('happens once: of ten at a time one wins, the others are told how it ended', async () => {
    const { variantId } = await aLiveVariant();
    const attempts = Array.from({ length: 10 }, () =>
      world.admin.monitoring.kill({ variantId, reason: 'all at once' }).then(
        () => 'killed',
        (error: Error) => error.message,
      ),
    );
    const [winner, ...refused] = (await Promise.all(attempts)).sort((a, b) => a.length - b.length);
    expect(winner).toBe('killed');
    expect(refused).toHaveLength(9);
    for (const message of refused) expect(message).toContain('had ended before: killed at ');
    expect(await world.services.db.prisma.decision.count({ where: { variantId } })).toBe(1);
    expect(await refusalOf(world.admin.monitoring.stop({ variantId, reason: 'too late' }))).toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('needs a reason and a variant', async () => {
    const { variantId } = await aLiveVariant();
    expect(await refusalOf(world.admin.monitoring.kill({ variantId, reason: ' ' }))).toEqual({
      code: 'BAD_REQUEST',
      message: 'reason: needs a reason',
    });
    const unknown = world.admin.monitoring.kill({ variantId: 'never-posted', reason: 'x' });
    expect((await refusalOf(unknown)).code).toBe('NOT_FOUND');
    expect((await world.admin.monitoring.status({ variantId })).status).toBe('monitoring');
  });
});

describe('monitoring.stop', () => {
  it('ends the watching and leaves the variant in the pool, with its posts', async () => {
    const { variantId, personaId } = await aLiveVariant({ personaId: 'stopped-persona' });
    const stopped = await world.admin.monitoring.stop({ variantId, reason: 'a test post' });
    expect(stopped).toMatchObject({ status: 'stopped', killReason: null, killSteps: [] });
    expect((await world.admin.pool.list({ personaId })).items).toMatchObject([
      { variantId, scheduledPosts: [{ id: 'tomorrow' }] },
    ]);
  });
});

describe('monitoring.explain', () => {
  it('says of a live variant why not yet, and of an ended one what was decided', async () => {
    const { variantId, startedAt } = await aLiveVariant({ content: 'Run further' });
    const live = await world.admin.monitoring.explain({ variantId });
    expect(live).toMatchObject({ status: 'monitoring', engagementRate: 0.05, killThreshold: 0.03 });
    expect(live.text).toContain('is not below the kill threshold');
    await world.admin.monitoring.kill({ variantId, reason: 'enough' });
    const ended = await world.admin.monitoring.explain({ variantId });
    expect(ended).toMatchObject({ status: 'killed', views: 640 });
    const [decision] = (await world.admin.decisions.list({ variantId })).items;
    const detail = await world.admin.decisions.get({ decisionId: decision?.decisionId ?? '' });
    expect(detail).toMatchObject({ explanation: ended, policy: { killRatio: 0.5 } });
    expect(decision).toMatchObject({
      views: 640,
      interactions: 32,
      engagementRate: 0.05,
      interactionsDue: ended.interactionsDue,
      expectedEngagementRate: 0.06,
      killThreshold: expect.closeTo(0.03),
      warnThreshold: expect.closeTo(0.042),
      wentBadAt: null,
      startedAt,
      excerpt: 'Run further',
    });
  });
});

describe('monitoring.list', () => {
  it('gives what was posted by an instant, for those who look at that time', async () => {
    const personaId = 'posted-until';
    const now = Date.now();
    const ids = [3, 2, 1].map((minutes) => ({
      ...aVariant({ personaId, postedAt: new Date(now - minutes * 60_000).toISOString() }),
      minutes,
    }));
    for (const { minutes: _, ...variant } of ids) await world.admin.variants.posted(variant);
    const postedUntil = ids[1]?.postedAt ?? '';
    const { items } = await world.admin.monitoring.list({ personaId, postedUntil, limit: 10 });
    expect(items.map(({ variantId }) => variantId)).toEqual([ids[1]?.variantId, ids[0]?.variantId]);
  });

  it('pages through all, each once, while new ones are posted in between', async () => {
    const personaId = 'listed-persona';
    const postedAt = new Date(Date.now() - 1_000).toISOString();
    // The same instant for all: only the id orders them.
    const variants = Array.from({ length: 25 }, () => aVariant({ personaId, postedAt }));
    await world.admin.variants.postedMany({ variants });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await world.admin.monitoring.list({ personaId, limit: 10, cursor });
      seen.push(...page.items.map(({ variantId }) => variantId));
      cursor = page.nextCursor ?? undefined;
      await world.admin.variants.posted(aVariant({ personaId }));
    } while (cursor !== undefined);
    expect(seen.toSorted()).toEqual(variants.map(({ variantId }) => variantId).toSorted());
  });

  it('refuses a cursor that no list gave, rather than answer with an empty last page', async () => {
    const cursor = '00000000-0000-4000-8000-000000000000';
    const refused = { code: 'BAD_REQUEST', message: expect.stringContaining(`cursor: ${cursor}`) };
    expect(await refusalOf(world.admin.monitoring.list({ cursor }))).toEqual(refused);
    expect(await refusalOf(world.admin.decisions.list({ cursor }))).toEqual(refused);
  });

  it('filters killed variants by the reason of the kill', async () => {
    const { variantId, personaId } = await aLiveVariant({ personaId: 'killed-by-hand' });
    await world.admin.monitoring.kill({ variantId, reason: 'seen enough' });
    const killedBy = async (killReason: 'manual' | 'evidence') =>
      (await world.admin.monitoring.list({ personaId, status: 'killed', killReason })).items.length;
    expect([await killedBy('manual'), await killedBy('evidence')]).toEqual([1, 0]);
  });

  it('orders by risk, and filters by status, persona and campaign', async () => {
    const filter = { personaId: 'sorted-persona', campaignId: 'sorted' };
    const low = await aLiveVariant(filter, 0.1);
    const high = await aLiveVariant(filter, 0.9);
    const ended = await aLiveVariant(filter, 0.5);
    await aLiveVariant({ ...filter, campaignId: 'another' });
    await world.admin.monitoring.stop({ variantId: ended.variantId, reason: 'over' });
    const { items } = await world.admin.monitoring.list({ ...filter, status: 'monitoring', sort: 'risk' });
    expect(items.map(({ variantId }) => variantId)).toEqual([high.variantId, low.variantId]);
  });

  it('orders what has ended by when it ended, page by page', async () => {
    const filter = { personaId: 'ended-persona', campaignId: 'ended' };
    const [first, second, live] = [
      await aLiveVariant(filter),
      await aLiveVariant(filter),
      await aLiveVariant(filter),
    ];
    // The one that was posted first ends last.
    await world.admin.monitoring.kill({ variantId: second.variantId, reason: 'seen enough' });
    await world.admin.monitoring.stop({ variantId: first.variantId, reason: 'over' });
    const list = (cursor?: string) =>
      world.admin.monitoring.list({ ...filter, sort: 'ended', limit: 1, cursor });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(cursor);
      seen.push(...page.items.map(({ variantId }) => variantId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual([first.variantId, second.variantId]);
    expect(seen).not.toContain(live.variantId);
  });

  it.each([
    ['limit', { limit: 501 }],
    ['limit', { limit: 0 }],
    ['cursor', { cursor: 'not-an-id' }],
  ])('refuses a bad %s', async (field, input) => {
    const { code, message } = await refusalOf(world.admin.monitoring.list(input));
    expect({ code, message }).toEqual({
      code: 'BAD_REQUEST',
      message: expect.stringContaining(`${field}: `),
    });
  });
});

describe('monitoring.curve', () => {
  it('thins the points and marks what happened on the way', async () => {
    const { variantId, monitoringId, personaId, startedAt } = await aLiveVariant({ personaId: 'curved' });
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
    const { variantId, personaId, monitoringId, startedAt } = await aLiveVariant();
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
    const { variantId, monitoringId, personaId } = await aLiveVariant({
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
    const [quiet, busy, unread] = [await aLiveVariant(), await aLiveVariant(), await aLiveVariant()];
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
    const { monitoringId, startedAt } = await aLiveVariant();
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
