import { FIRST_CELL, simulateCell } from './cell';
import type { Outcome } from './outcome';
import { entryOf, type Part, scaled } from './plan';
import { DELAY_SECONDS, PRESET_POLICIES } from './presets';

/** Variants of a busy account with one true rate, under every preset: the figures that the dashboard's guide quotes. */
export interface BusyCell {
  readonly trueRatio: number;
  /** In the order of the presets. */
  readonly outcomes: readonly Outcome[];
}

const TRUE_RATIOS = [1, 0.8, 0.6, 0.25, 0] as const;
const EXPECTED = 0.06;
const VIEWS_PER_MINUTE = 3_600;
const BUSY_VARIANTS = 1_000;

/** Every preset on an account that starts at 3,600 views a minute. */
export const busyAccount: Part<'busyAccount', BusyCell> = {
  name: 'busyAccount',
  title: 'presets on a busy account',
  count: () => TRUE_RATIOS.length,
  run: (index, plan) => {
    const trueRatio = entryOf(TRUE_RATIOS, index);
    const outcomes = simulateCell(
      {
        audience: () => ({
          viewsPerMinute: VIEWS_PER_MINUTE,
          profile: 'start',
          engagementRate: trueRatio * EXPECTED,
          lagSeconds: DELAY_SECONDS,
          clustered: false,
        }),
        told: EXPECTED,
        policies: PRESET_POLICIES,
        variants: scaled(plan, BUSY_VARIANTS),
      },
      [plan.seed, FIRST_CELL.busyAccount + index],
    );
    return { trueRatio, outcomes };
  },
};
