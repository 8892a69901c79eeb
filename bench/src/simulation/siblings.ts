import { DEFAULT_POLICY } from '@cull/core';
import { type Counters, type Random, seeded, simulate } from '@cull/core/testing';
import { FIRST_CELL } from './cell';
import { type Share, wilson } from './outcome';
import { entryOf, type Part, scaled } from './plan';
import { LITERAL } from './policies';
import { type Counts, isBelowSiblings } from './siblings-rule';
import { everySecond, watch } from './watch';

/** False kills by a rule that compares a variant with its siblings. */
export interface SiblingsCell {
  readonly name: string;
  readonly variants: number;
  /** Of the siblings, those that the literal rule killed. */
  readonly siblingsKilled: number;
  /** In the middle of the window, the pooled rate of the live siblings over their true mean. */
  readonly pooledOverTrue: number;
  readonly falseKills: readonly { readonly alpha: number; readonly killed: Share }[];
}

interface Scenario {
  readonly name: string;
  /** True rates of the siblings as parts of the expected one, in turn. */
  readonly ratios: readonly number[];
  /** How many are live together, as long as none is killed. */
  readonly live: number;
  /** `fixed`: posted together with the variant, and none leaves; `flow`: they come at any time, and leave when killed. */
  readonly set: 'fixed' | 'flow';
  /** From the variant's posting on everybody's true rate is this part of what it was. */
  readonly hour: number;
}

const scenario = (
  name: string,
  set: Scenario['set'],
  ratios: readonly number[],
  { live = 10, hour = 1 } = {},
): Scenario => ({ name, set, ratios, live, hour });

const SCENARIOS: readonly Scenario[] = [
  scenario('fixed set, all as expected', 'fixed', [1]),
  scenario('fixed set, mixed: 0.2 and 1.2', 'fixed', [0.2, 1.2]),
  scenario('come and go, all as expected', 'flow', [1]),
  scenario('come and go, all at 0.6', 'flow', [0.6]),
  scenario('come and go, all at 0.5', 'flow', [0.5]),
  scenario('come and go, all at 0.5, 40 live', 'flow', [0.5], { live: 40 }),
  scenario('come and go, mixed: 0.6 and 1.4', 'flow', [0.6, 1.4]),
  scenario('come and go, mixed: 0.4 and 1', 'flow', [0.4, 1]),
  scenario('come and go, mixed: 0.2 and 1.2', 'flow', [0.2, 1.2]),
  scenario('come and go, the hour turns to 0.7', 'flow', [1], { hour: 0.7 }),
  scenario('come and go, the hour turns to 0.5', 'flow', [1], { hour: 0.5 }),
];

const ALPHAS = [0.001, 0.01] as const;
const EXPECTED = 0.06;
const SECONDS = 599;
const VIEWS_PER_MINUTE = 600;
const SIBLING_VARIANTS = 8_000;
/** Siblings are drawn from so many that were simulated and shown to the engine. */
const SHELF = 2_000;
const { killRatio } = DEFAULT_POLICY;

/** A variant whose true rate is exactly `killRatio` of its siblings' mean: every kill of it is a false one. */
export const siblings: Part<'siblings', SiblingsCell> = {
  name: 'siblings',
  title: 'a rule that compares siblings',
  count: () => SCENARIOS.length,
  run: (index, plan) => {
    const shown = entryOf(SCENARIOS, index);
    const variants = scaled(plan, SIBLING_VARIANTS);
    const cell = FIRST_CELL.siblings + 2 * index;
    const shelf = Array.from({ length: scaled(plan, SHELF) }, (_, sibling) =>
      simulateSibling(
        shown,
        entryOf(shown.ratios, sibling % shown.ratios.length),
        seeded(plan.seed, cell, sibling),
      ),
    );
    const mean = shown.ratios.reduce((sum, ratio) => sum + ratio, 0) / shown.ratios.length;
    const rate = mean * EXPECTED * shown.hour;
    const trials = Array.from({ length: variants }, (_, variant) => {
      const random = seeded(plan.seed, cell + 1, variant);
      return tryVariant(rate, drawSiblings(shown, shelf, random), random);
    });
    const pooled = trials.flatMap(({ pooledRate }) => pooledRate ?? []);
    return {
      name: shown.name,
      variants,
      siblingsKilled: shelf.filter(({ leavesAt }) => leavesAt < SECONDS).length / shelf.length,
      pooledOverTrue: pooled.reduce((sum, value) => sum + value, 0) / pooled.length / rate,
      falseKills: ALPHAS.map((alpha, position) => ({
        alpha,
        killed: wilson(trials.filter(({ killed }) => killed[position]).length, variants),
      })),
    };
  },
};

interface Sibling {
  /** Second by second from its own posting on, before the hour turns and after it. */
  readonly before: readonly Counters[];
  readonly after: readonly Counters[];
  /** When it leaves, in seconds after its posting. */
  readonly leavesAt: number;
}

function simulateSibling({ set, hour }: Scenario, ratio: number, random: Random): Sibling {
  const at = (engagementRate: number) => [
    ...simulate(
      { viewsPerMinute: VIEWS_PER_MINUTE, profile: 'start', engagementRate, lagSeconds: 0, clustered: false },
      SECONDS,
      random,
    ),
  ];
  const before = at(ratio * EXPECTED);
  // Where the hour turns nobody is killed, so that what it does is seen by itself.
  const isKilled = set === 'flow' && hour === 1;
  const leavesAt = isKilled ? literalKill(before) : SECONDS;
  return { before, after: hour === 1 ? before : at(ratio * EXPECTED * hour), leavesAt };
}

/** Returns when the literal rule kills it, or else the end of its window. */
function literalKill(counters: readonly Counters[]): number {
  return watch(everySecond(counters), EXPECTED, [LITERAL])[0]?.kill?.seconds ?? SECONDS;
}

/** A sibling and when it was posted, in seconds after the variant. */
interface Posted {
  readonly sibling: Sibling;
  readonly at: number;
}

function drawSiblings(
  { set, live, ratios }: Scenario,
  shelf: readonly Sibling[],
  random: Random,
): readonly Posted[] {
  const perRatio = Math.floor(shelf.length / ratios.length);
  // In turn, so that a set has its share of each true rate.
  const draw = (position: number) =>
    entryOf(shelf, Math.floor(random.uniform() * perRatio) * ratios.length + (position % ratios.length));
  if (set === 'fixed')
    return Array.from({ length: live }, (_, position) => ({ sibling: draw(position), at: 0 }));
  const posted: Posted[] = [];
  const gap = () => (-Math.log1p(-random.uniform()) * SECONDS) / live;
  for (let at = gap() - SECONDS; at < SECONDS; at += gap())
    posted.push({ sibling: draw(posted.length), at: Math.floor(at) });
  return posted;
}

interface Trial {
  /** In the order of the alphas. */
  readonly killed: readonly boolean[];
  /** Of the siblings in the middle of the window; null where none was live. */
  readonly pooledRate: number | null;
}

function tryVariant(siblingsRate: number, posted: readonly Posted[], random: Random): Trial {
  const killed = ALPHAS.map(() => false);
  let pooledRate: number | null = null;
  let second = 0;
  const audience = { viewsPerMinute: VIEWS_PER_MINUTE, lagSeconds: 0, clustered: false } as const;
  const engagementRate = killRatio * siblingsRate;
  for (const variant of simulate({ ...audience, profile: 'start', engagementRate }, SECONDS, random)) {
    const pool = poolAt(second, posted);
    if (second === Math.floor(SECONDS / 2) && pool.views > 0) pooledRate = pool.interactions / pool.views;
    for (const [index, alpha] of ALPHAS.entries()) {
      if (!killed[index] && isBelowSiblings(variant, pool, Math.log(2 / alpha))) killed[index] = true;
    }
    second += 1;
  }
  return { killed, pooledRate };
}

/** Returns the counts of the siblings that are live in a second, from their own postings on. */
function poolAt(second: number, posted: readonly Posted[]): Counts {
  let views = 0;
  let interactions = 0;
  for (const { sibling, at } of posted) {
    const age = second - at;
    if (age < 0 || age + 1 >= sibling.leavesAt) continue;
    const now = entryOf(sibling.after, age);
    views += now.views;
    interactions += now.interactions;
    if (at >= 0) continue;
    // Until the variant's posting it was still the hour before.
    const earlier = entryOf(sibling.before, -at - 1);
    const replaced = entryOf(sibling.after, -at - 1);
    views += earlier.views - replaced.views;
    interactions += earlier.interactions - replaced.interactions;
  }
  return { views, interactions };
}
