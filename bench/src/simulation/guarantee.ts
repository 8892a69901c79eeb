import { DEFAULT_POLICY, logEvidence } from '@cull/core';
import { type Random, seeded } from '@cull/core/testing';
import { type Share, wilson } from './outcome';

/** The evidence rule's promise, tried: how often it kills a variant whose true rate is just healthy. */
export interface FalseKills {
  readonly alpha: number;
  readonly variants: number;
  readonly views: number;
  /** The test alone, which is what the promise is about. */
  readonly byTest: Share;
  /** The whole rule, which also asks for a rate below the kill line. */
  readonly byRule: Share;
}

/** How soon the evidence rule kills, beside the least that any test with that error needs on average. */
export interface Efficiency {
  readonly alpha: number;
  readonly trueRatio: number;
  readonly variants: number;
  /** Mean views to the kill, with its standard error. */
  readonly meanViews: number;
  readonly standardError: number;
  /** ln(1/α) / KL(p, h), Wald 1945. */
  readonly waldViews: number;
  readonly ratio: number;
}

const HEALTHY = 0.06;
const { killRatio } = DEFAULT_POLICY;
const ALPHAS = [0.001, 0.01, 0.05] as const;
const WATCHED_VIEWS = 10_000;
/** Far beyond any kill of a variant below the kill line: nobody is left out of the means. */
const PATIENCE = 100_000_000;
/** Cells of other tables have other numbers. */
const FALSE_KILLS_CELL = 20_000;
const EFFICIENCY_CELL = 30_000;

/**
 * Looks at every single view of variants at exactly the healthy rate. Evidence grows with every view that does not react,
 * so that it is enough to work it out just before each interaction: no look in between could see more.
 */
export function measureFalseKills(seed: number, variants: number): readonly FalseKills[] {
  const byTest = ALPHAS.map(() => 0);
  const byRule = ALPHAS.map(() => 0);
  for (let variant = 0; variant < variants; variant += 1) {
    let mostByTest = 0;
    let mostByRule = 0;
    for (const { first, last, interactions } of stretches(HEALTHY, seeded(seed, FALSE_KILLS_CELL, variant))) {
      if (first > WATCHED_VIEWS) break;
      const views = Math.min(last, WATCHED_VIEWS);
      // At the healthy rate or above it no alternative is likelier: the evidence is at most 1.
      if (interactions >= HEALTHY * views) continue;
      const evidence = logEvidence(views, interactions, HEALTHY);
      mostByTest = Math.max(mostByTest, evidence);
      if (interactions < killRatio * HEALTHY * views) mostByRule = Math.max(mostByRule, evidence);
    }
    for (const [index, alpha] of ALPHAS.entries()) {
      if (mostByTest >= -Math.log(alpha)) byTest[index] = (byTest[index] ?? 0) + 1;
      if (mostByRule >= -Math.log(alpha)) byRule[index] = (byRule[index] ?? 0) + 1;
    }
  }
  return ALPHAS.map((alpha, index) => ({
    alpha,
    variants,
    views: WATCHED_VIEWS,
    byTest: wilson(byTest[index] ?? 0, variants),
    byRule: wilson(byRule[index] ?? 0, variants),
  }));
}

/** Looks at every single view of bad variants until the rule kills them. */
export function measureEfficiency(
  seed: number,
  variants: number,
  trueRatios: readonly number[],
): readonly Efficiency[] {
  return ALPHAS.flatMap((alpha, alphaIndex) =>
    trueRatios.map((trueRatio, ratioIndex) => {
      const cell = EFFICIENCY_CELL + alphaIndex * trueRatios.length + ratioIndex;
      const views = Array.from({ length: variants }, (_, variant) =>
        viewsToKill(trueRatio * HEALTHY, alpha, seeded(seed, cell, variant)),
      );
      const meanViews = views.reduce((sum, count) => sum + count, 0) / variants;
      const variance = views.reduce((sum, count) => sum + (count - meanViews) ** 2, 0) / (variants - 1);
      const waldViews = -Math.log(alpha) / divergence(trueRatio * HEALTHY, HEALTHY);
      return {
        alpha,
        trueRatio,
        variants,
        meanViews,
        standardError: Math.sqrt(variance / variants),
        waldViews,
        ratio: meanViews / waldViews,
      };
    }),
  );
}

/** Between two interactions the rule's conditions only come nearer, so that the first look that kills can be bisected. */
function viewsToKill(rate: number, alpha: number, random: Random): number {
  const kills = (views: number, interactions: number) =>
    interactions < killRatio * HEALTHY * views &&
    logEvidence(views, interactions, HEALTHY) >= -Math.log(alpha);
  for (const { first, last, interactions } of stretches(rate, random)) {
    if (!kills(last, interactions)) continue;
    let alive = first - 1;
    let dead = last;
    while (dead - alive > 1) {
      const middle = Math.floor((alive + dead) / 2);
      if (kills(middle, interactions)) dead = middle;
      else alive = middle;
    }
    return dead;
  }
  throw new Error('a variant below the kill line was never killed');
}

/** A stretch of views with the same number of interactions, from its first view to its last. */
interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly interactions: number;
}

function* stretches(rate: number, random: Random): Generator<Stretch> {
  let first = 1;
  let reacting = 0;
  for (let interactions = 0; first < PATIENCE; interactions += 1) {
    reacting += Math.min(PATIENCE, random.geometric(rate));
    // The very first view may react: then nobody saw the variant without interactions.
    if (reacting > first) yield { first, last: reacting - 1, interactions };
    first = reacting;
  }
}

/** KL(p, q) of two Bernoulli distributions, in nats. */
function divergence(p: number, q: number): number {
  const first = p === 0 ? 0 : p * Math.log(p / q);
  return first + (1 - p) * Math.log((1 - p) / (1 - q));
}
