import type { Policy } from '@cull/core';
import { type Audience, type Random, seeded, simulate } from '@cull/core/testing';
import { type Outcome, outcomeOf, type Run } from './outcome';
import { everySecond, watch } from './watch';

/** The last check before the default window of ten minutes ends. */
const CHECKS = 599;

/** The first number of the cells of each table: every cell draws variants of its own. */
export const FIRST_CELL = {
  presets: 0,
  kinds: 5_000,
  busyAccount: 6_000,
  timeToKill: 10_000,
  everyView: 20_000,
  mixture: 25_000,
  efficiency: 30_000,
  upworthy: 40_000,
  falseKills: 50_000,
  siblings: 60_000,
} as const;

/** Variants that have a kind of audience in common. */
export interface CellPlan {
  /** Draws a variant's audience. */
  readonly audience: (random: Random) => Audience;
  /** The expected engagement rate that the engine is told, (0, 1]. */
  readonly told: number;
  readonly policies: readonly Policy[];
  readonly variants: number;
}

/**
 * Simulates the variants of one cell, one check a second: the same variants under each policy.
 * @param stream The seed of all, and the cell's number.
 * @returns In the order of the policies.
 */
export function simulateCell(
  { audience, told, policies, variants }: CellPlan,
  [seed, cell]: readonly [number, number],
): readonly Outcome[] {
  const runs = Array.from({ length: variants }, (_, variant): readonly Run[] => {
    const random = seeded(seed, cell, variant);
    const own = audience(random);
    const fates = watch(everySecond(simulate(own, CHECKS, random)), told, policies);
    return fates.map((fate) => ({ changedAt: own.change?.at ?? 0, fate }));
  });
  return policies.map((_, position) => outcomeOf(runs.flatMap((run) => run[position] ?? [])));
}
