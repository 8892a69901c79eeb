import type { Audience, Random } from '@cull/core/testing';
import { FIRST_CELL, simulateCell } from './cell';
import type { Outcome } from './outcome';
import { entryOf, type Part, scaled } from './plan';
import { DELAY_SECONDS, fewerIfBusy, PRESET_POLICIES, TRAFFIC } from './presets';
import { changeSecond } from './time-to-kill';

/** Variants of one kind with one traffic, under every preset. */
export interface KindCell {
  readonly name: string;
  readonly viewsPerMinute: number;
  /** Whether the true rate changes, so that what came before and after is told apart. */
  readonly changes: boolean;
  /** In the order of the presets. */
  readonly outcomes: readonly Outcome[];
}

const KIND_VARIANTS = 1_000;
const EXPECTED = 0.06;

interface Kind {
  readonly name: string;
  /** True rates as parts of the expected one, before and after the change. */
  readonly ratios: readonly [before: number, after: number];
  readonly audience?: (random: Random) => Partial<Audience>;
}

const healthy = [1, 1] as const;

const KINDS: readonly Kind[] = [
  { name: 'healthy, then dead', ratios: [1, 0] },
  { name: 'healthy, then a quarter', ratios: [1, 0.25] },
  { name: 'twice expected, then dead', ratios: [2, 0] },
  { name: 'twice expected, then a quarter', ratios: [2, 0.25] },
  { name: 'dead, then healthy', ratios: [0, 1] },
  { name: 'a quarter, then healthy', ratios: [0.25, 1] },
  {
    name: 'healthy, five times the views for 20 s',
    ratios: healthy,
    audience: (random) => ({ burst: { at: changeSecond(random), seconds: 20, factor: 5 } }),
  },
  {
    name: 'healthy, lognormal delay (sd 10 s)',
    ratios: healthy,
    audience: () => ({ lagDeviation: 10 }),
  },
  { name: 'healthy, counters in steps of 10 s', ratios: healthy, audience: () => ({ stepSeconds: 10 }) },
  { name: 'healthy, counters in steps of 30 s', ratios: healthy, audience: () => ({ stepSeconds: 30 }) },
  { name: 'healthy, views stop after 120 s', ratios: healthy, audience: () => ({ viewsStopAt: 120 }) },
];

/** Every preset on variants that drop, recover, or come from a source with a trait of its own. */
export const kinds: Part<'kinds', KindCell> = {
  name: 'kinds',
  title: 'presets on drops, recoveries and odd sources',
  count: () => KINDS.length * TRAFFIC.length,
  run: (index, plan) => {
    const kind = entryOf(KINDS, Math.floor(index / TRAFFIC.length));
    const viewsPerMinute = entryOf(TRAFFIC, index % TRAFFIC.length);
    const [before, after] = kind.ratios;
    const changes = before !== after;
    const audience = (random: Random): Audience => ({
      viewsPerMinute,
      engagementRate: before * EXPECTED,
      lagSeconds: DELAY_SECONDS,
      clustered: false,
      ...(changes ? { change: { at: changeSecond(random), engagementRate: after * EXPECTED } } : {}),
      ...kind.audience?.(random),
    });
    const variants = scaled(plan, fewerIfBusy(KIND_VARIANTS, viewsPerMinute));
    const outcomes = simulateCell({ audience, told: EXPECTED, policies: PRESET_POLICIES, variants }, [
      plan.seed,
      FIRST_CELL.kinds + index,
    ]);
    return { name: kind.name, viewsPerMinute, changes, outcomes };
  },
};
