import { randomUUID } from 'node:crypto';
import { PRESETS } from '@cull/core';
import { seeded, simulate } from '@cull/core/testing';
import { insertSnapshots } from '@cull/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHistory, followed, type History, timedOut, times } from '../../test/history';
import { aVariant, createWorld, refusalOf, type World } from '../../test/world';

const NOW = Date.UTC(2026, 0, 2, 12);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
let world: World;
let history: History;
beforeAll(async () => {
  world = await createWorld(() => NOW);
  history = createHistory(world, NOW);
});
afterAll(() => world.close());

const aPersona = () => `persona-${randomUUID()}`;
const reader = () => world.callerWith('read');

describe('insights.calibration', () => {
  const calibrationOf = async (personaId: string) => {
    const { personas } = await reader().insights.calibration();
    return personas.find((own) => own.personaId === personaId);
  };

  it('holds expected against realized rates, by persona and campaign, and suggests a factor', async () => {
    const persona = aPersona();
    const campaignId = `campaign-${randomUUID()}`;
    // Half of the expected 6%, a little more and a little less.
    await times(20, (session) =>
      history.ended(persona, { row: timedOut(1_000, 28 + (session % 5)), campaignId }),
    );
    await history.ended(persona, { row: followed(NOW, { views: 1_000, interactions: 30 }) });

    const { since, truncated, total, campaigns } = await reader().insights.calibration();
    expect([since, truncated]).toEqual([new Date(NOW - 7 * DAY_MS).toISOString(), false]);
    const figures = { views: 21_000, interactions: 630, expectedRate: 0.06, realisedRate: 0.03 };
    const own = await calibrationOf(persona);
    expect(own).toMatchObject({ sessions: 21, survivors: 20, killedFollowed: 1, killedUnfollowed: 0 });
    expect(own).toMatchObject({ ...figures, isCensored: false, suggestionWaitsFor: null });
    expect(own?.factor).toMatchObject({ value: 0.5 });
    expect(own?.suggestedFactor).toBeCloseTo(0.5, 2);
    expect(campaigns).toMatchObject([
      { campaignId, sessions: 20, views: 20_000, interactions: 600, factor: { value: 0.5 } },
    ]);
    expect(total).toMatchObject(figures);
  });

  it('suggests nothing after seven sessions of which several were killed at their worst moment', async () => {
    const persona = aPersona();
    // The expectation of 6% is about right. Chance took five below 3% for a moment, and their windows are still running:
    // with them, realized over expected would be 0.54 (0.36 to 0.81), and the thresholds would be nearly halved.
    for (const interactions of [24, 25, 26, 24, 25]) {
      const killedJustNow = {
        ...followed(NOW, { views: 1_000, interactions }),
        laterSampleAt: new Date(NOW - 1_000),
        startedAt: new Date(NOW - MINUTE_MS),
        deadlineAt: new Date(NOW + 9 * MINUTE_MS),
        endedAt: new Date(NOW - 30_000),
      };
      await history.ended(persona, { row: killedJustNow });
    }
    for (const interactions of [46, 50]) await history.ended(persona, { row: timedOut(800, interactions) });
    expect(await calibrationOf(persona)).toMatchObject({
      sessions: 2,
      survivors: 2,
      realisedRate: 0.06,
      factor: null,
      suggestedFactor: null,
      suggestionWaitsFor: expect.stringContaining('20'),
    });
  });

  it('counts killed variants with a reading from the end of their window, and says how many are missing', async () => {
    const persona = aPersona();
    await history.ended(persona, {
      row: followed(NOW, { views: 1_000, interactions: 50, secondsBefore: 60 }),
    });
    await history.ended(persona, {
      row: followed(NOW, { views: 900, interactions: 1, secondsBefore: 61 }),
    });
    await history.ended(persona, { row: { status: 'killed', views: 100, interactions: 0 } });
    // Stopped by hand, live, and from before the period: counted nowhere.
    await history.ended(persona, { row: { status: 'stopped', views: 1_000, interactions: 500 } });
    await history.ended(persona, {
      row: { status: 'monitoring', views: 1_000, interactions: 500, endedAt: null },
    });
    await history.ended(persona, { row: timedOut(1_000, 900), daysAgo: 8 });
    expect(await calibrationOf(persona)).toMatchObject({
      sessions: 1,
      survivors: 0,
      killedFollowed: 1,
      killedUnfollowed: 2,
      isCensored: true,
      interactions: 50,
      realisedRate: 0.05,
    });
  });

  it.each([
    { name: 'the future', since: new Date(NOW + 1).toISOString() },
    { name: 'long ago', since: new Date(NOW - 91 * DAY_MS).toISOString() },
  ])('refuses a period from $name', async ({ since }) => {
    expect(await refusalOf(world.admin.insights.calibration({ since }))).toEqual({
      code: 'BAD_REQUEST',
      message: `since: ${since} is not within the last 90 days`,
    });
  });
});

describe('insights.outcomes', () => {
  it('counts variants from the posting to the false kill, and each persona in each campaign', async () => {
    const persona = aPersona();
    const campaignId = `campaign-${randomUUID()}`;
    const before = await reader().insights.outcomes();
    await history.ended(persona, { row: timedOut(1_000, 60), campaignId });
    const regretted = { ...followed(NOW, { views: 1_000, interactions: 80 }), regretted: true };
    await history.ended(persona, { row: regretted, campaignId });
    await history.ended(persona, {
      row: { status: 'killed', killReason: 'manual', views: 100, interactions: 1 },
      campaignId,
    });
    await history.ended(persona, { row: { status: 'timed_out' }, campaignId });

    const after = await reader().insights.outcomes();
    const added = (name: keyof typeof after.funnel) => after.funnel[name] - before.funnel[name];
    expect([added('posted'), added('read'), added('killedByRules')]).toEqual([4, 3, 1]);
    expect([added('followed'), added('falseKills')]).toEqual([1, 1]);
    expect(after.pairs.filter(({ personaId }) => personaId === persona)).toEqual([
      { personaId: persona, campaignId, variants: 4, killed: 2, ratio: 140 / 120 },
    ]);
    const ofRatio = (from: number) => after.ratios.find((bin) => bin.from === from);
    expect(ofRatio(1)?.passed).toBeGreaterThanOrEqual(1);
    expect(ofRatio(1.3)?.killed).toBeGreaterThanOrEqual(1);
    expect(after.points.length).toBe(before.points.length + 2);
  });
});

describe('insights.reactions', () => {
  it('estimates delay and dispersion of one persona from its recorded samples', async () => {
    const persona = aPersona();
    const audience = { viewsPerMinute: 600, engagementRate: 0.06, lagSeconds: 5, clustered: false };
    for (let session = 0; session < 6; session += 1) {
      const monitoringId = await history.ended(persona, { row: timedOut(6_000, 360) });
      const startedAt = NOW - DAY_MS;
      const counters = [...simulate(audience, 599, seeded(1, session))];
      await insertSnapshots(
        world.services.db.pool,
        counters.map((sample, second) => ({
          ...sample,
          monitoringId,
          observedAt: startedAt + (second + 1) * 1000,
        })),
      );
    }
    const { estimate } = await reader().insights.reactions({ personaId: persona });
    expect(estimate).toMatchObject({ sessions: 6, samples: expect.any(Number) });
    expect(estimate?.delay.low).toBeLessThanOrEqual(5);
    expect(estimate?.delay.high).toBeGreaterThanOrEqual(5);
    expect(estimate?.dispersion.low).toBe(1);
  });

  it('has nothing to say of a persona without history', async () => {
    expect(await world.admin.insights.reactions({ personaId: 'nobody' })).toMatchObject({ estimate: null });
  });
});

describe('insights.timeline', () => {
  it('counts kills by time, persona and reason, with how long they took', async () => {
    const persona = aPersona();
    const variants = [1, 2].map((index) =>
      aVariant({ personaId: persona, variantId: `${persona}-${index}`, costPerView: 0.5 }),
    );
    await world.admin.variants.postedMany({ variants });
    const before = await world.admin.insights.timeline({});
    for (const { variantId } of variants)
      await world.admin.monitoring.kill({ variantId: String(variantId), reason: 'a typo' });
    const { buckets, ...after } = await reader().insights.timeline({});
    expect(after.kills - before.kills).toBe(2);
    expect(after.bucketSeconds).toBe(86_400);
    expect(buckets.filter(({ personaId }) => personaId === persona)).toMatchObject([
      { reason: 'manual', kills: 2 },
    ]);
    // A kill by hand says nothing of how fast Cull is, nor of what the rules avoid.
    expect(after.latency).toEqual(before.latency);
    expect(after).toMatchObject({ viewsAvoided: null, spendAvoided: null });
    expect(after.latency.histogram.map(({ upToMs }) => upToMs)).toEqual([
      50,
      100,
      250,
      500,
      1_000,
      2_000,
      5_000,
      null,
    ]);
    const day = await world.admin.insights.timeline({ since: new Date(NOW - DAY_MS).toISOString() });
    expect(day.bucketSeconds).toBe(3_600);
  });
});

describe('insights.kills', () => {
  it('counts kills and false kills, by persona and by rule, with the interval of their share', async () => {
    const persona = aPersona();
    const killed = { status: 'killed', views: 100, interactions: 1 } as const;
    const literal = { ...killed, killReason: 'below_threshold' } as const;
    const evidence = { ...killed, killReason: 'evidence', regretted: false } as const;
    await history.ended(persona, { row: literal });
    await times(3, (session) => history.ended(persona, { row: { ...literal, regretted: session < 1 } }));
    await times(7, () => history.ended(persona, { row: evidence }));
    const { personas } = await reader().insights.kills({});
    const own = personas.find(({ personaId }) => personaId === persona);
    expect(own).toMatchObject({ kills: 11, judged: 10, regretted: 1, falseShare: { share: 0.1 } });
    // Clopper and Pearson's interval of 1 in 10.
    expect(own?.falseShare?.low).toBeCloseTo(0.0025, 4);
    expect(own?.falseShare?.high).toBeCloseTo(0.445, 3);
    expect(own?.rules).toMatchObject([
      { reason: 'below_threshold', kills: 4, judged: 3, regretted: 1, falseShare: { share: 1 / 3 } },
      { reason: 'evidence', kills: 7, judged: 7, regretted: 0, falseShare: { share: 0, low: 0 } },
    ]);
  });

  it('has no share to give where no kill is judged', async () => {
    const persona = aPersona();
    const row = { status: 'killed', killReason: 'manual', views: 100, interactions: 1 } as const;
    await history.ended(persona, { row });
    const { personas } = await reader().insights.kills({});
    expect(personas.find(({ personaId }) => personaId === persona)).toEqual({
      personaId: persona,
      kills: 1,
      judged: 0,
      regretted: 0,
      falseShare: null,
      rules: [{ reason: 'manual', kills: 1, judged: 0, regretted: 0, falseShare: null }],
    });
  });
});

describe('insights.spared', () => {
  const sparedOf = async (personaId: string) => {
    const { personas } = await reader().insights.spared({});
    return personas.find((own) => own.personaId === personaId);
  };

  it('measures the verdicts and what the kills avoid, once ten were watched to their end', async () => {
    const persona = aPersona();
    await times(9, (session) => {
      const viewsAtEnd = 900 + 50 * session;
      return history.spared(persona, { views: 500, viewsAtEnd, wasFalse: session < 2, costPerView: 0.01 });
    });
    await history.spared(persona, { reason: 'evidence', views: 500, viewsAtEnd: null, wasFalse: null });
    expect(await sparedOf(persona)).toMatchObject({
      spared: 10,
      judged: 9,
      falseVerdicts: 2,
      avoided: { known: false, spared: 9, needed: 10 },
    });

    await history.spared(persona, { views: 500, viewsAtEnd: 1_350, wasFalse: false, costPerView: 0.01 });
    await times(3, () => history.killed(persona, 'below_threshold', 0.1));
    // Without a chance of being spared: the spare group says nothing of it.
    await history.killed(persona, 'below_threshold', 0);
    const own = await sparedOf(persona);
    expect(own).toMatchObject({ spared: 11, judged: 10, falseShare: { share: 0.2 }, kills: 3 });
    if (own?.avoided.known !== true) throw new Error('ten are enough to measure by');
    // From 400 to 850 views each, 625 on average.
    expect(own.avoided.viewsPerKill.value).toBeCloseTo(625);
    expect(own.avoided.views.value).toBeCloseTo(3 * 625);
    expect(own.avoided.views.low).toBeGreaterThan(0);
    expect(own.avoided.views.high).toBeGreaterThan(3 * 625);
    expect(own.avoided.spend?.value).toBeCloseTo(3 * 6.25);

    const { total, rules } = await reader().insights.spared({});
    expect(total).toMatchObject({ spared: 11, judged: 10, kills: 3 });
    expect(rules).toMatchObject([
      { reason: 'below_threshold', spared: 10, kills: 3 },
      { reason: 'evidence', spared: 1, judged: 0, falseShare: null, kills: 0 },
    ]);
    const { viewsAvoided, spendAvoided } = await reader().insights.timeline({});
    expect([viewsAvoided, spendAvoided]).toEqual([own.avoided.views, own.avoided.spend]);
  });
});

describe('thresholds.presets', () => {
  it('offers policies that can be set as they are', async () => {
    const { items } = await world.callerWith('read').thresholds.presets();
    expect(items.map(({ id }) => id)).toEqual(PRESETS.map(({ id }) => id));
    for (const { values, name } of items) {
      await world.admin.thresholds.set({ scope: { type: 'persona', id: 'preset' }, values, note: name });
    }
    const { values } = await world.admin.thresholds.effective({ personaId: 'preset' });
    expect(values).toMatchObject({ belowThreshold: { enabled: false }, evidence: { alpha: 0.01 } });
  });
});

describe('insights.trends', () => {
  it('has the last 24 hours, the present one last, with what came and went in each', async () => {
    const { variantId } = await world.admin.variants.posted(aVariant());
    await world.admin.monitoring.kill({ variantId, reason: 'for the hour' });
    world.services.trends.forget();
    const { hours } = await reader().insights.trends();
    expect(hours).toHaveLength(24);
    expect(hours[0]).toMatchObject({ at: new Date(NOW - 23 * 3_600_000).toISOString() });
    const present = hours.at(-1);
    expect(present?.at).toBe(new Date(NOW).toISOString());
    expect(present?.posted).toBeGreaterThanOrEqual(1);
    expect(present?.killed).toBeGreaterThanOrEqual(1);
    // A kill by hand says nothing of how fast rules are.
    expect(present?.killLatencyP95Ms).toBeNull();
  });
});
