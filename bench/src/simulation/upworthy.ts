import { readFileSync } from 'node:fs';
import { DEFAULT_POLICY, overlay } from '@cull/core';
import { type Counters, type Random, seeded } from '@cull/core/testing';
import { z } from 'zod';
import { type Share, wilson } from './outcome';
import { type Kill, watch } from './watch';

/** Packages whose realised rate is a given part of the expected one, under each rule alone. */
export interface UpworthyBand {
  /** Realised over expected, from (inclusive) to (exclusive). */
  readonly from: number;
  readonly to: number;
  readonly packages: number;
  /** Killed packages, and the part of all impressions that the kills saved: the literal rule, the evidence rule. */
  readonly rules: readonly { readonly killed: Share; readonly saved: number }[];
}

/** A headline or image of one test. */
interface Package {
  readonly expected: number;
  readonly impressions: number;
  readonly clicks: number;
}

const BANDS = [
  [0, 0.5],
  [0.5, 0.7],
  [0.7, 0.9],
  [0.9, Number.POSITIVE_INFINITY],
] as const;

/** The rules alone; impressions have no times, so that there is no lag to look back by, and clicks are one each. */
const POLICIES = [
  overlay(DEFAULT_POLICY, { evidence: { enabled: false } }),
  overlay(DEFAULT_POLICY, {
    belowThreshold: { enabled: false },
    evidence: { alpha: 0.01, reactionLagSeconds: 0, dispersion: 1 },
  }),
];
/** Impressions follow each other so quickly that none of the packages reaches the end of the window. */
const LOOK_EVERY_MS = 1;
const UPWORTHY_CELL = 40_000;

const COLUMNS = ['test_id', 'package', 'impressions', 'clicks'];
const rowSchema = z
  .tuple([
    z.string().min(1),
    z.string(),
    z.coerce.number().int().positive(),
    z.coerce.number().int().nonnegative(),
  ])
  .refine(([, , impressions, clicks]) => clicks <= impressions, 'more clicks than impressions');

/**
 * Reads packages of the Upworthy Research Archive (Matias et al., Scientific Data 8, 2021).
 * @param path A CSV file with the columns test_id, package, impressions, clicks.
 * @throws With the line and what is wrong with it.
 */
export function readPackages(path: string): readonly Package[] {
  const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split(/\r?\n/);
  if (header !== COLUMNS.join(',')) {
    throw new Error(`${path}: the first line has to be ${COLUMNS.join(',')}, it is ${header}`);
  }
  const rows = lines.map((line, index) => {
    const row = rowSchema.safeParse(line.split(','));
    if (!row.success) throw new Error(`${path}, line ${index + 2}: ${z.prettifyError(row.error)}`);
    const [test, , impressions, clicks] = row.data;
    return { test, impressions, clicks };
  });
  const totals = new Map<string, { impressions: number; clicks: number }>();
  for (const { test, impressions, clicks } of rows) {
    const total = totals.get(test) ?? { impressions: 0, clicks: 0 };
    totals.set(test, { impressions: total.impressions + impressions, clicks: total.clicks + clicks });
  }
  return rows.flatMap(({ test, impressions, clicks }) => {
    const total = totals.get(test);
    // A test without a click expects nothing, and a rate of 0 is no expectation.
    if (total === undefined || total.clicks === 0) return [];
    return [{ impressions, clicks, expected: total.clicks / total.impressions }];
  });
}

/**
 * Replays every package with its clicks in random order among its impressions, a look at each impression; the expected
 * rate is its test's mean.
 * @param onProgress Told after each package how much is done, 0 to 1.
 */
export function replayPackages(
  packages: readonly Package[],
  seed: number,
  onProgress: (share: number) => void,
): readonly UpworthyBand[] {
  const replayed = packages.map((shown, index) => {
    const counters = inRandomOrder(shown, seeded(seed, UPWORTHY_CELL, index));
    const kills = watch(counters, shown.expected, POLICIES, LOOK_EVERY_MS);
    onProgress((index + 1) / packages.length);
    return { ...shown, kills, ratio: shown.clicks / shown.impressions / shown.expected };
  });
  return BANDS.flatMap(([from, to]) => {
    const band = replayed.filter(({ ratio }) => ratio >= from && ratio < to);
    if (band.length === 0) return [];
    const rules = POLICIES.map((_, rule) => underRule(band, rule));
    return [{ from, to, packages: band.length, rules }];
  });
}

function underRule(
  band: readonly (Package & { readonly kills: readonly (Kill | null)[] })[],
  rule: number,
): UpworthyBand['rules'][number] {
  const kills = band.flatMap(({ kills: all, impressions }) => {
    const kill = all[rule];
    return kill ? [{ saved: impressions - kill.views }] : [];
  });
  const impressions = band.reduce((sum, shown) => sum + shown.impressions, 0);
  return {
    killed: wilson(kills.length, band.length),
    saved: kills.reduce((sum, { saved }) => sum + saved, 0) / impressions,
  };
}

function* inRandomOrder({ impressions, clicks }: Package, random: Random): Generator<Counters> {
  let interactions = 0;
  for (let views = 1; views <= impressions; views += 1) {
    // Of the impressions that are left, each is as likely as any other to be one with a click.
    if (random.uniform() * (impressions - views + 1) < clicks - interactions) interactions += 1;
    yield { views, interactions };
  }
}
