import { randomUUID } from 'node:crypto';
import { PRESETS } from '@cull/core';
import { seeded, simulate } from '@cull/core/testing';
import { insertSnapshots } from '@cull/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVariant, createWorld, refusalOf, type World } from '../../test/world';

const NOW = Date.UTC(2026, 0, 2, 12);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
let world: World;
beforeAll(async () => {
  world = await createWorld(() => NOW);
});
afterAll(() => world.close());

type Row = Parameters<World['services']['db']['prisma']['variantMonitoring']['update']>[0]['data'];

/** A session that was posted so long ago, brought to the state it is to be in. */
async function ended(personaId: string, row: Row, { campaignId = '', daysAgo = 1 } = {}) {
  const { monitoringId } = await world.admin.variants.posted({
    ...aVariant({ personaId, source: 'push' }),
    postedAt: new Date(NOW - MINUTE_MS).toISOString(),
    ...(campaignId !== '' && { campaignId }),
  });
  const startedAt = new Date(NOW - daysAgo * DAY_MS);
  const deadlineAt = new Date(startedAt.getTime() + 10 * MINUTE_MS);
  await world.services.db.prisma.variantMonitoring.update({
    where: { id: monitoringId },
    data: { startedAt, deadlineAt, endedAt: deadlineAt, ...row },
  });
  return monitoringId;
}

const timedOut = (views: number, interactions: number): Row => ({ status: 'timed_out', views, interactions });

describe('insights.calibration', () => {
  it('holds expected against realised rates, by persona and campaign, and suggests a factor', async () => {
    const persona = `persona-${randomUUID()}`;
    const campaign = `campaign-${randomUUID()}`;
    // Half of the expected 6 %, a little more and a little less.
    for (const interactions of [28, 29, 30, 31, 32]) {
      await ended(persona, timedOut(1_000, interactions), { campaignId: campaign });
    }
    // A killed variant counts with what it did afterwards …
    const later = { laterViews: 1_000, laterInteractions: 30, laterSampleAt: new Date(NOW) };
    await ended(persona, { status: 'killed', views: 100, interactions: 0, ...later });
    // … one that nobody has looked at since, a live one and one from before the period do not.
    await ended(persona, { status: 'killed', views: 100, interactions: 0 });
    await ended(persona, { status: 'monitoring', views: 1_000, interactions: 500, endedAt: null });
    await ended(persona, timedOut(1_000, 900), { daysAgo: 8 });

    const { since, truncated, total, personas, campaigns } = await world
      .callerWith('read')
      .insights.calibration();
    expect([since, truncated]).toEqual([new Date(NOW - 7 * DAY_MS).toISOString(), false]);
    const figures = { views: 6_000, interactions: 180, expectedRate: 0.06, realisedRate: 0.03 };
    const own = personas.find(({ personaId }) => personaId === persona);
    expect(own).toMatchObject({ sessions: 6, ...figures, factor: { value: 0.5 }, suggestedFactor: 0.5 });
    expect(own?.factor?.low).toBeGreaterThan(0.4);
    expect(own?.factor?.high).toBeLessThan(0.6);
    expect(campaigns).toMatchObject([
      { campaignId: campaign, sessions: 5, views: 5_000, interactions: 150, factor: { value: 0.5 } },
    ]);
    expect(total).toMatchObject({ sessions: 6, ...figures });
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

describe('insights.reactions', () => {
  it('estimates lag and dispersion of one persona from its recorded samples', async () => {
    const persona = `persona-${randomUUID()}`;
    const audience = { viewsPerMinute: 600, engagementRate: 0.06, lagSeconds: 5, clustered: false };
    for (let session = 0; session < 6; session += 1) {
      const monitoringId = await ended(persona, timedOut(6_000, 360));
      const startedAt = NOW - DAY_MS;
      const counters = [...simulate(audience, 599, seeded(1, session))];
      await insertSnapshots(
        world.services.db.pool,
        counters.map((sample, second) => ({
          ...sample,
          monitoringId,
          observedAt: startedAt + (second + 1) * 1000,
          breakdown: null,
        })),
      );
    }
    const { estimate } = await world.callerWith('read').insights.reactions({ personaId: persona });
    expect(estimate).toMatchObject({ sessions: 6, samples: expect.any(Number) });
    expect(estimate?.lag.low).toBeLessThanOrEqual(5);
    expect(estimate?.lag.high).toBeGreaterThanOrEqual(5);
    expect(estimate?.dispersion.low).toBe(1);
  });

  it('has nothing to say of a persona without history', async () => {
    expect(await world.admin.insights.reactions({ personaId: 'nobody' })).toMatchObject({ estimate: null });
  });
});

describe('insights.timeline', () => {
  it('counts kills by time, persona and reason, with how long they took and what they saved', async () => {
    const persona = `persona-${randomUUID()}`;
    const variants = [1, 2].map((index) =>
      aVariant({ personaId: persona, variantId: `${persona}-${index}`, costPerView: 0.5 }),
    );
    await world.admin.variants.postedMany({ variants });
    const before = await world.admin.insights.timeline({});
    for (const { variantId } of variants)
      await world.admin.monitoring.kill({ variantId: String(variantId), reason: 'a typo' });
    const { buckets, ...after } = await world.callerWith('read').insights.timeline({});
    expect(after.kills - before.kills).toBe(2);
    expect(after.bucketSeconds).toBe(86_400);
    expect(buckets.filter(({ personaId }) => personaId === persona)).toMatchObject([
      { reason: 'manual', kills: 2 },
    ]);
    // A kill by hand says nothing of how fast Cull is.
    expect(after.latency).toEqual(before.latency);
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
  it('counts kills, judged ones and regretted ones', async () => {
    const persona = `persona-${randomUUID()}`;
    const killed = { status: 'killed', views: 100, interactions: 1 } as const;
    await ended(persona, killed);
    await ended(persona, { ...killed, regretted: true });
    await ended(persona, { ...killed, regretted: false });
    const { personas } = await world.callerWith('read').insights.kills({});
    expect(personas).toContainEqual({ personaId: persona, kills: 3, judged: 2, regretted: 1 });
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
