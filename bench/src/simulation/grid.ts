import { DEFAULT_POLICY, overlay, PRESETS } from '@cull/core';
import { type Audience, seeded, simulate } from '@cull/core/testing';
import { type Outcome, outcomeOf } from './outcome';
import { watch } from './watch';

/** One kind of account: what its variants have in common, but for how good they are. */
export interface Setting {
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

/** Variants of one setting and one true rate, under every preset. */
export interface Cell {
  readonly setting: Setting;
  readonly trueRatio: number;
  /** In the order of the presets. */
  readonly outcomes: readonly Outcome[];
}

export const TRAFFIC = [60, 600, 6_000] as const;
const EXPECTED = [0.01, 0.02, 0.06];
const LAG_SECONDS = 5;
/** The last look before the default window of ten minutes ends. */
const LOOKS = 599;
/** From so many views a minute on a variant costs so much more to simulate that a quarter of them has to do. */
const BUSY = 6_000;

/** Every kind of account that the tables have. */
export function settings(traffic: readonly number[] = TRAFFIC): readonly Setting[] {
  return traffic.flatMap((viewsPerMinute) =>
    EXPECTED.flatMap((expected) => {
      const common = { viewsPerMinute, expected, lagSeconds: LAG_SECONDS, clustered: false, toldFactor: 1 };
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
}

/**
 * Simulates every cell of the tables, one after another.
 * @param variants In each cell; a quarter of them at 6,000 views a minute.
 */
export function* simulateGrid(
  seed: number,
  variants: number,
  traffic: readonly number[] = TRAFFIC,
): Generator<Cell> {
  let cell = 0;
  for (const setting of settings(traffic)) {
    for (const trueRatio of [...TO_SPARE, ...TO_KILL]) {
      cell += 1;
      const audience = { ...setting, engagementRate: trueRatio * setting.expected };
      const outcomes = simulateCell(
        audience,
        setting.expected * setting.toldFactor,
        PRESET_POLICIES,
        countOf(variants, setting),
        [seed, cell],
      );
      yield { setting, trueRatio, outcomes };
    }
  }
}

/** How many variants there are in a cell. */
export function countOf(variants: number, { viewsPerMinute }: { viewsPerMinute: number }): number {
  return viewsPerMinute >= BUSY ? Math.ceil(variants / 4) : variants;
}

const PRESET_POLICIES = PRESETS.map(({ values }) => overlay(DEFAULT_POLICY, values));

/**
 * Simulates the variants of one cell, one look a second: the same variants under each policy.
 * @param told The expected engagement rate that the engine is told.
 * @param stream The seed of all, and the cell's number: every cell has variants of its own.
 */
export function simulateCell<Policies extends Parameters<typeof watch>[2]>(
  audience: Audience,
  told: number,
  policies: Policies,
  variants: number,
  [seed, cell]: readonly [number, number],
): readonly Outcome[] {
  const runs = Array.from({ length: variants }, (_, variant) =>
    watch(simulate(audience, LOOKS, seeded(seed, cell, variant)), told, policies),
  );
  return policies.map((_, position) => outcomeOf(runs.map((kills) => kills[position] ?? null)));
}
