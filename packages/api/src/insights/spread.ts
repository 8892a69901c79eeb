import type { VariantOutcome } from '@cull/db';

/** How wide a stretch of the ratios is, in realized over expected ER. */
export const RATIO_STEP = 0.1;
/** Ratios from here on share the last stretch. */
const MAX_RATIO = 2;
/** Where the stretches of the times to kill begin, in seconds after the posting. */
const KILL_TIMES = [0, 15, 30, 60, 120, 300, 600] as const;
/** A picture with more points shows no more. */
const MAX_POINTS = 400;
const MAX_CELLS = 400;

type Outcome = Pick<
  VariantOutcome,
  'expectedEngagementRate' | 'views' | 'interactions' | 'outcome' | 'secondsToKill'
>;

/**
 * Counts variants by what they reached of what was expected.
 * @param outcomes Of variants whose window has passed in full; those without views, or without a reading from its end, count
 *   nowhere.
 * @returns Stretches of `RATIO_STEP` in ascending order, the last without an end.
 */
export function ratioSpread(outcomes: readonly Outcome[]) {
  const spread = Array.from({ length: Math.round(MAX_RATIO / RATIO_STEP) + 1 }, (_, index) => ({
    from: Math.round(index * RATIO_STEP * 10) / 10,
    passed: 0,
    killed: 0,
  }));
  for (const outcome of outcomes) {
    const ratio = ratioOf(outcome);
    if (ratio === null) continue;
    // A millionth more: 0.3 / 0.1 is a little less than 3.
    const bin = spread[Math.min(Math.floor(ratio / RATIO_STEP + 1e-6), spread.length - 1)];
    if (bin === undefined) continue;
    if (outcome.outcome === 'survived') bin.passed += 1;
    else bin.killed += 1;
  }
  return spread;
}

/** Counts kills by how long after the posting they came; `toSeconds` of the last stretch is null. */
export function killTimes(outcomes: readonly Outcome[]) {
  const times = outcomes.flatMap(({ secondsToKill }) => (secondsToKill === null ? [] : [secondsToKill]));
  return KILL_TIMES.map((fromSeconds, index) => {
    const toSeconds = KILL_TIMES[index + 1] ?? null;
    const kills = times.filter((time) => time >= fromSeconds && time < (toSeconds ?? Infinity)).length;
    return { fromSeconds, toSeconds, kills };
  });
}

/** What the variants of each persona in each campaign came to, the pairs with most variants first, at most 400. */
export function personasByCampaign(outcomes: readonly VariantOutcome[]) {
  const pairs = new Map<string, VariantOutcome[]>();
  for (const outcome of outcomes) {
    const key = JSON.stringify([outcome.personaId, outcome.campaignId]);
    const pair = pairs.get(key);
    if (pair === undefined) pairs.set(key, [outcome]);
    else pair.push(outcome);
  }
  return [...pairs.values()]
    .flatMap((pair) => {
      const [first] = pair;
      if (first === undefined) return [];
      const { personaId, campaignId } = first;
      const killed = pair.filter(({ outcome }) => outcome !== 'survived').length;
      return [{ personaId, campaignId, variants: pair.length, killed, ratio: ratioOfAll(pair) }];
    })
    .toSorted((a, b) => b.variants - a.variants)
    .slice(0, MAX_CELLS);
}

/** Expected and realized ER of single variants, the newest first, at most 400. */
export function ratePoints(outcomes: readonly VariantOutcome[]) {
  return outcomes
    .filter((outcome) => ratioOf(outcome) !== null)
    .slice(0, MAX_POINTS)
    .map(({ variantId, monitoringId, expectedEngagementRate, views, interactions, outcome }) => ({
      variantId,
      monitoringId,
      expectedEngagementRate,
      engagementRate: interactions / views,
      isKilled: outcome !== 'survived',
    }));
}

/** Realized over expected ER at the end of the window; null where that isn't known. */
function ratioOf({ views, interactions, expectedEngagementRate, outcome }: Outcome): number | null {
  if (outcome === 'killed_unfollowed' || views === 0) return null;
  return interactions / views / expectedEngagementRate;
}

/** Interactions of all over those expected of their views; null without views. */
function ratioOfAll(outcomes: readonly Outcome[]): number | null {
  const known = outcomes.filter((outcome) => ratioOf(outcome) !== null);
  const expected = known.reduce(
    (sum, { views, expectedEngagementRate }) => sum + views * expectedEngagementRate,
    0,
  );
  if (expected === 0) return null;
  return known.reduce((sum, { interactions }) => sum + interactions, 0) / expected;
}
