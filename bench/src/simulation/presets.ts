import { DEFAULT_POLICY, overlay, PRESETS } from '@cull/core';
import { FIRST_CELL, simulateCell } from './cell';
import type { Outcome } from './outcome';
import { entryOf, type Part, type Plan, scaled } from './plan';

/** One kind of account: what its variants have in common, but for how good they are. */
export interface Setting {
  /** On average over ten minutes. */
  readonly viewsPerMinute: number;
  /** The right expected engagement rate. */
  readonly expected: number;
  readonly lagSeconds: number;
  readonly clustered: boolean;
  /** The expected rate that the engine is told, as a part of the right one. */
  readonly toldFactor: number;
}

/** True rates as parts of the right expected one: these variants are to be spared, or at least not to be hurried … */
export const TO_SPARE = [0.6, 0.8, 1] as const;
/** … and these are to be killed. */
export const TO_KILL = [0, 0.1, 0.25, 0.4] as const;
const TRUE_RATIOS = [...TO_SPARE, ...TO_KILL] as const;

/** Variants of one setting and one true rate, under every preset. */
export interface PresetCell {
  readonly setting: Setting;
  readonly trueRatio: number;
  /** In the order of the presets. */
  readonly outcomes: readonly Outcome[];
}

export const TRAFFIC = [60, 600, 6_000] as const;
export const PRESET_POLICIES = PRESETS.map(({ values }) => overlay(DEFAULT_POLICY, values));
export const DELAY_SECONDS = 5;
const PRESET_VARIANTS = 400;
const EXPECTED = [0.01, 0.02, 0.06];

const SETTINGS: readonly Setting[] = TRAFFIC.flatMap((viewsPerMinute) =>
  EXPECTED.flatMap((expected) => {
    const common = { viewsPerMinute, expected, lagSeconds: DELAY_SECONDS, clustered: false, toldFactor: 1 };
    return [
      { ...common, lagSeconds: 0 },
      { ...common, lagSeconds: 0, clustered: true },
      common,
      { ...common, clustered: true },
      { ...common, toldFactor: 0.7 },
      { ...common, toldFactor: 1.4 },
    ];
  }),
);

/** Every preset on every kind of account, for variants whose true rate stays what it is. */
export const presets: Part<'presets', PresetCell> = {
  name: 'presets',
  title: 'presets on every kind of account',
  count: () => SETTINGS.length * TRUE_RATIOS.length,
  run: (index, plan) => {
    const setting = entryOf(SETTINGS, Math.floor(index / TRUE_RATIOS.length));
    const trueRatio = entryOf(TRUE_RATIOS, index % TRUE_RATIOS.length);
    const outcomes = simulateCell(
      {
        audience: () => ({ ...setting, engagementRate: trueRatio * setting.expected }),
        told: setting.expected * setting.toldFactor,
        policies: PRESET_POLICIES,
        variants: presetVariants(plan, setting),
      },
      [plan.seed, FIRST_CELL.presets + index],
    );
    return { setting, trueRatio, outcomes };
  },
};

/** From so many views a minute on a variant costs more to simulate, so a quarter of them has to do. */
const BUSY = 6_000;

/** Returns how many variants there are in a cell. */
export function presetVariants(plan: Plan, { viewsPerMinute }: Pick<Setting, 'viewsPerMinute'>): number {
  return scaled(plan, fewerIfBusy(PRESET_VARIANTS, viewsPerMinute));
}

/** Returns how many of `count` variants are simulated with this traffic. */
export function fewerIfBusy(count: number, viewsPerMinute: number): number {
  return viewsPerMinute >= BUSY ? count / 4 : count;
}
