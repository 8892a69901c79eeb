import { NO_EVIDENCE, NO_PROGRESS } from '@cull/core';
import { recordProgress } from '@cull/db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHistory, followed, type History, timedOut, times } from '../../test/history';
import { aVariant, createWorld, refusalOf, type World } from '../../test/world';

const NOW = Date.UTC(2026, 0, 2, 12);
let world: World;
let history: History;
beforeAll(async () => {
  world = await createWorld(() => NOW);
  history = createHistory(world, NOW);
});
afterAll(() => world.close());

const auto = (personaId: string, campaignId?: string) =>
  aVariant({
    personaId,
    source: 'push',
    expectedEngagementRate: 'auto',
    ...(campaignId !== undefined && { campaignId }),
  });
const expectationOf = async (variant: ReturnType<typeof auto>) => {
  const { monitoringId } = await world.admin.variants.posted(variant);
  return world.services.db.prisma.variantMonitoring.findUniqueOrThrow({ where: { id: monitoringId } });
};

it('says how many completed sessions are missing', async () => {
  await times(7, () => history.ended('ada', { row: timedOut(1_000, 40) }));
  // None of these has run its window to an end that is known.
  await history.ended('ada', { row: { status: 'stopped', views: 1_000, interactions: 40 } });
  await history.ended('ada', { row: { status: 'killed', views: 1_000, interactions: 10 } });
  await history.ended('ada', { row: timedOut(1_000, 40), daysAgo: 31 });
  const refusal = {
    code: 'BAD_REQUEST',
    message: "expectedEngagementRate: 'auto' needs 20 completed sessions of persona ada; there are 7",
  };
  expect(await refusalOf(world.admin.variants.posted(auto('ada')))).toEqual(refusal);
  const { results } = await world.admin.variants.postedMany({
    variants: [auto('ada'), aVariant({ source: 'push' })],
  });
  expect(results).toMatchObject([{ ok: false, index: 0, error: refusal }, { ok: true }]);
});

it('learns the rate from the campaign, or from the persona where the campaign has too few sessions', async () => {
  await times(19, (session) =>
    history.ended('bob', { row: timedOut(2_000, 38 + 4 * (session % 2)), campaignId: 'spring' }),
  );
  await history.ended('bob', {
    row: followed(NOW, { views: 2_000, interactions: 40 }),
    campaignId: 'spring',
  });
  await times(20, (session) =>
    history.ended('bob', { row: timedOut(2_000, 198 + 4 * (session % 2)), campaignId: 'summer' }),
  );

  const spring = await expectationOf(auto('bob', 'spring'));
  expect(spring.expectedEngagementRate).toBeCloseTo(0.02, 2);
  expect(spring.expectedLow).toBeGreaterThan(0.01);
  expect(spring.expectedLow).toBeLessThan(spring.expectedEngagementRate);
  // Both campaigns together: 6%, less certain.
  const autumn = await expectationOf(auto('bob', 'autumn'));
  expect(autumn.expectedEngagementRate).toBeCloseTo(0.06, 2);
  expect(autumn.expectedLow).toBeLessThan(0.04);
  expect((await expectationOf(auto('bob'))).expectedEngagementRate).toBe(autumn.expectedEngagementRate);
});

it('counts live siblings by the views that have had time to react', async () => {
  await times(20, (session) => history.ended('cat', { row: timedOut(1_000, 37 + 2 * (session % 4)) }));
  const before = await expectationOf(auto('cat'));
  // Live since a moment ago: of 100,000 views nearly all are still pending, and the rest reacted at 8%.
  const evidence = { ...NO_EVIDENCE, views: 100_000, pending: 99_000, interactions: 80 };
  const sample = { views: 100_000, interactions: 80, observedAt: NOW };
  const progress = { ...NO_PROGRESS, sample, lastInteractions: 80, evidence };
  const deadlineAt = before.deadlineAt.getTime();
  await recordProgress(world.services.db.pool, before.shard, [
    { monitoringId: before.id, progress, risk: 0, interactionsDue: 40, deadlineAt },
  ]);
  const after = await expectationOf(auto('cat'));
  expect(after.expectedEngagementRate).toBeCloseTo(before.expectedEngagementRate, 2);
  expect(after.expectedEngagementRate).toBeGreaterThan(before.expectedEngagementRate);
});

it('keeps a rate that is given as it is', async () => {
  const given = await expectationOf({ ...auto('dan'), expectedEngagementRate: 0.07 });
  expect([given.expectedEngagementRate, given.expectedLow]).toEqual([0.07, null]);
});
