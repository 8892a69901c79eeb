import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { aLiveVariant } from '../../test/live-variant';
import { aVariant, createWorld, refusalOf, type World } from '../../test/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

describe('monitoring.status', () => {
  it('shows a live session with its counters and the active policy', async () => {
    const { variantId, monitoringId } = await aLiveVariant(world, { campaignId: 'spring' });
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
    const { variantId, monitoringId } = await aLiveVariant(world, { source: 'threads' });
    const { variantId: pushed } = await aLiveVariant(world, { source: 'push' });
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
    const first = await aLiveVariant(world, { postedAt: new Date(Date.now() - 60_000).toISOString() });
    const { variantId } = first;
    await world.admin.monitoring.kill({ variantId, reason: 'the first try' });
    const second = await aLiveVariant(world, { variantId });
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
    const { monitoringId } = await aLiveVariant(world);
    const { variantId } = await aLiveVariant(world);
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
    const live = await aLiveVariant(world, { personaId });
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
    const { variantId, personaId, monitoringId } = await aLiveVariant(world, { personaId: 'killed-persona' });
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
    const { variantId } = await aLiveVariant(world);
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
    const { variantId } = await aLiveVariant(world);
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
    const { variantId, personaId } = await aLiveVariant(world, { personaId: 'stopped-persona' });
    const stopped = await world.admin.monitoring.stop({ variantId, reason: 'a test post' });
    expect(stopped).toMatchObject({ status: 'stopped', killReason: null, killSteps: [] });
    expect((await world.admin.pool.list({ personaId })).items).toMatchObject([
      { variantId, scheduledPosts: [{ id: 'tomorrow' }] },
    ]);
  });
});

describe('monitoring.explain', () => {
  it('says of a live variant why not yet, and of an ended one what was decided', async () => {
    const { variantId, startedAt } = await aLiveVariant(world, { content: 'Run further' });
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
