import { DEFAULT_POLICY, logEvidence, type Sample } from '@cull/core';
import { type Random, seeded } from '@cull/core/testing';
import { FIRST_CELL } from './cell';
import { type Share, wilson } from './outcome';
import { type Part, scaled } from './plan';
import { evidenceAlone } from './policies';
import { stretches } from './stretches';
import { watch } from './watch';

/** How many of a share of the variants were killed, in the order of the alphas. */
export interface EveryViewShare {
  readonly level: {
    readonly variants: number;
    readonly byTest: readonly number[];
    readonly byRule: readonly number[];
  };
  readonly mixture: { readonly variants: number; readonly byRule: readonly number[] };
}

/** The promise of evidence, tried: how often it kills a variant at exactly the healthy rate, checked at every view. */
export interface EveryView {
  readonly alpha: number;
  /** E alone with all the weight, which the promise is about, and with the condition that too little came. */
  readonly level: {
    readonly variants: number;
    readonly views: number;
    readonly test: Share;
    readonly rule: Share;
  };
  /** The whole mixture of E and drops, as the rules kill by it. */
  readonly mixture: { readonly variants: number; readonly views: number; readonly rule: Share };
}

const HEALTHY = 0.06;
const { killRatio } = DEFAULT_POLICY;
const ALPHAS = [0.001, 0.01, 0.05] as const;
const NEEDED = ALPHAS.map((alpha) => -Math.log(alpha));
const LEAST_NEEDED = Math.min(...NEEDED);
const POLICIES = ALPHAS.map((alpha) => evidenceAlone({ alpha, reactionDelaySeconds: 0, dispersion: 1 }));
const LEVEL_VARIANTS = 100_000;
const LEVEL_VIEWS = 10_000;
const MIXTURE_VARIANTS = 20_000;
/** Ten minutes with ten views a second. */
const MIXTURE_VIEWS = 5_999;
const VIEWS_PER_SECOND = 10;
/** Blocks begin and end at multiples of this where there is a check at every view. */
const BLOCK_VIEWS = 30;
/** So that they can be simulated in different processes. */
const SHARES = 20;

/** False kills with a check at every single view: a share of the variants. */
export const everyView: Part<'everyView', EveryViewShare> = {
  name: 'everyView',
  title: 'false kills with a check at every view',
  count: () => SHARES,
  run: (index, plan) => {
    const own = (count: number) =>
      Array.from({ length: scaled(plan, count / SHARES) }, (_, variant) => variant * SHARES + index);
    const level = own(LEVEL_VARIANTS).map((variant) =>
      judgeLevel(seeded(plan.seed, FIRST_CELL.everyView, variant)),
    );
    const mixture = own(MIXTURE_VARIANTS).map((variant) => {
      const readings = tellingReadings(seeded(plan.seed, FIRST_CELL.mixture, variant));
      return watch(readings, HEALTHY, POLICIES).map(({ kill }) => kill !== null);
    });
    const count = (verdicts: readonly (readonly boolean[])[]) =>
      ALPHAS.map((_, alpha) => verdicts.filter((verdict) => verdict[alpha]).length);
    return {
      level: {
        variants: level.length,
        byTest: count(level.map(({ byTest }) => NEEDED.map((needed) => byTest >= needed))),
        byRule: count(level.map(({ byRule }) => NEEDED.map((needed) => byRule >= needed))),
      },
      mixture: { variants: mixture.length, byRule: count(mixture) },
    };
  },
};

/** Returns the most evidence that there ever was, and the most while fewer than half of those due had come. */
function judgeLevel(random: Random): { readonly byTest: number; readonly byRule: number } {
  let byTest = 0;
  let byRule = 0;
  for (const { last, interactions } of stretches(HEALTHY, LEVEL_VIEWS, random)) {
    const due = HEALTHY * Math.min(last, LEVEL_VIEWS);
    // At what is due or above it no alternative is likelier, and a mixture is never more than its best alternative.
    if (interactions >= due || bestLogRatio(interactions, due) < LEAST_NEEDED) continue;
    const evidence = logEvidence(interactions, due);
    byTest = Math.max(byTest, evidence);
    if (interactions < killRatio * due) byRule = Math.max(byRule, evidence);
  }
  return { byTest, byRule };
}

function bestLogRatio(interactions: number, due: number): number {
  return interactions === 0 ? due : due - interactions + interactions * Math.log(interactions / due);
}

/**
 * Yields the readings at which a check at every view could first kill: just before each interaction, where E is at its
 * highest, and at each end of a block, where the evidence of a drop changes. No check in between could see more.
 */
function* tellingReadings(random: Random): Generator<Sample> {
  for (const { first, last, interactions } of stretches(HEALTHY, MIXTURE_VIEWS, random)) {
    const end = Math.min(last, MIXTURE_VIEWS);
    const firstBlock = Math.ceil(first / BLOCK_VIEWS) * BLOCK_VIEWS;
    for (let views = firstBlock; views < end; views += BLOCK_VIEWS) yield readingAt(views, interactions);
    yield readingAt(end, interactions);
  }
}

function readingAt(views: number, interactions: number): Sample {
  return { views, interactions, observedAt: (views / VIEWS_PER_SECOND) * 1000 };
}

/** Adds up the shares. */
export function everyViewOf(shares: readonly EveryViewShare[]): readonly EveryView[] {
  const sum = (value: (share: EveryViewShare) => number) =>
    shares.reduce((total, share) => total + value(share), 0);
  const levelVariants = sum(({ level }) => level.variants);
  const mixtureVariants = sum(({ mixture }) => mixture.variants);
  return ALPHAS.map((alpha, position) => ({
    alpha,
    level: {
      variants: levelVariants,
      views: LEVEL_VIEWS,
      test: wilson(
        sum(({ level }) => level.byTest[position] ?? 0),
        levelVariants,
      ),
      rule: wilson(
        sum(({ level }) => level.byRule[position] ?? 0),
        levelVariants,
      ),
    },
    mixture: {
      variants: mixtureVariants,
      views: MIXTURE_VIEWS,
      rule: wilson(
        sum(({ mixture }) => mixture.byRule[position] ?? 0),
        mixtureVariants,
      ),
    },
  }));
}
