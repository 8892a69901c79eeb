import { DEFAULT_POLICY, logEvidence } from '@cull/core';
import { type Random, seeded } from '@cull/core/testing';
import { FIRST_CELL } from './cell';
import { entryOf, type Part, scaled } from './plan';
import { TO_KILL } from './presets';
import { stretches } from './stretches';

/** How soon evidence kills, next to the least that any test with that error needs on average. */
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
const EFFICIENCY_VARIANTS = 2_000;
/** Far beyond any kill of a variant below the kill threshold: nobody is left out of the means. */
const PATIENCE = 100_000_000;

/** Mean views to a kill by E alone, with a check at every view. */
export const efficiency: Part<'efficiency', Efficiency> = {
  name: 'efficiency',
  title: 'views to the kill',
  count: () => ALPHAS.length * TO_KILL.length,
  run: (index, plan) => {
    const alpha = entryOf(ALPHAS, Math.floor(index / TO_KILL.length));
    const trueRatio = entryOf(TO_KILL, index % TO_KILL.length);
    const variants = scaled(plan, EFFICIENCY_VARIANTS);
    const rate = trueRatio * HEALTHY;
    const views = Array.from({ length: variants }, (_, variant) =>
      viewsToKill(rate, alpha, seeded(plan.seed, FIRST_CELL.efficiency + index, variant)),
    );
    const meanViews = views.reduce((sum, count) => sum + count, 0) / variants;
    const variance = views.reduce((sum, count) => sum + (count - meanViews) ** 2, 0) / (variants - 1);
    const waldViews = -Math.log(alpha) / divergence(rate, HEALTHY);
    const standardError = Math.sqrt(variance / variants);
    return { alpha, trueRatio, variants, meanViews, standardError, waldViews, ratio: meanViews / waldViews };
  },
};

/** Between two interactions the conditions only come nearer, so the first check that kills can be bisected. */
function viewsToKill(rate: number, alpha: number, random: Random): number {
  const needed = -Math.log(alpha);
  const kills = (views: number, interactions: number) =>
    interactions < killRatio * HEALTHY * views && logEvidence(interactions, HEALTHY * views) >= needed;
  for (const { first, last, interactions } of stretches(rate, PATIENCE, random)) {
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
  throw new Error('a variant below the kill threshold was never killed');
}

/** KL(p, q) of two Bernoulli distributions, in nats. */
function divergence(p: number, q: number): number {
  const first = p === 0 ? 0 : p * Math.log(p / q);
  return first + (1 - p) * Math.log((1 - p) / (1 - q));
}
