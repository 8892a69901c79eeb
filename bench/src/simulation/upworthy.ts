import { readFileSync } from 'node:fs';
import { DEFAULT_POLICY, type Sample } from '@cull/core';
import { type Random, seeded } from '@cull/core/testing';
import { z } from 'zod';
import { FIRST_CELL } from './cell';
import { type Share, wilson } from './outcome';
import type { Part } from './plan';
import { evidenceAlone, LITERAL } from './policies';
import { watch } from './watch';

/** What became of one package under each rule. */
export interface ReplayedPackage {
  /** Realized over expected. */
  readonly ratio: number;
  readonly impressions: number;
  /** Impressions until the kill, or null where it lived, in the order of the rules. */
  readonly killedAfter: readonly (number | null)[];
}

/** Packages whose realized rate is a given part of the expected one, under each rule alone. */
export interface UpworthyBand {
  /** Realized over expected, from (inclusive) to (exclusive). */
  readonly from: number;
  readonly to: number;
  readonly packages: number;
  /** Killed packages, and the part of all impressions that the kills saved. */
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

export const UPWORTHY_RULES = ['literal', 'evidence, α 0.01', 'evidence, α 0.001'] as const;
/** Impressions have no times, so nothing is delayed, and clicks are one each. */
const AT_ONCE = { reactionDelaySeconds: 0, dispersion: 1 };
const POLICIES = [
  LITERAL,
  evidenceAlone({ ...AT_ONCE, alpha: 0.01 }),
  evidenceAlone({ ...AT_ONCE, alpha: 0.001 }),
];
const IMPRESSIONS_A_CHECK = 10;
/** Impressions are spread over the window: weights of drops go by time. */
const LAST_CHECK_MS = (DEFAULT_POLICY.windowSeconds - 1) * 1000;
/** So that they can be replayed in different processes. */
const SHARES = 20;

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
 * Every package with its clicks in random order among its impressions, a check every ten; the expected rate is its
 * test's mean.
 */
export const upworthy: Part<'upworthy', readonly ReplayedPackage[]> = {
  name: 'upworthy',
  title: 'Upworthy packages',
  count: ({ data }) => (data === null ? 0 : SHARES),
  run: (index, { data, seed }) => {
    const packages = data === null ? [] : readPackages(data);
    return packages.flatMap((shown, position) =>
      position % SHARES === index ? [replay(shown, seeded(seed, FIRST_CELL.upworthy, position))] : [],
    );
  },
};

function replay(shown: Package, random: Random): ReplayedPackage {
  const { impressions, clicks, expected } = shown;
  const fates = watch(inRandomOrder(shown, random), expected, POLICIES);
  return {
    ratio: clicks / impressions / expected,
    impressions,
    killedAfter: fates.map(({ kill }) => kill?.views ?? null),
  };
}

function* inRandomOrder({ impressions, clicks }: Package, random: Random): Generator<Sample> {
  let interactions = 0;
  for (let views = 1; views <= impressions; views += 1) {
    // Of the impressions that are left, each is as likely as any other to be one with a click.
    if (random.uniform() * (impressions - views + 1) < clicks - interactions) interactions += 1;
    if (views % IMPRESSIONS_A_CHECK === 0 || views === impressions)
      yield { views, interactions, observedAt: (LAST_CHECK_MS * views) / impressions };
  }
}

/** Adds up replayed packages by how good they turned out to be; bands without packages are left out. */
export function bandsOf(packages: readonly ReplayedPackage[]): readonly UpworthyBand[] {
  return BANDS.flatMap(([from, to]) => {
    const band = packages.filter(({ ratio }) => ratio >= from && ratio < to);
    if (band.length === 0) return [];
    return [{ from, to, packages: band.length, rules: POLICIES.map((_, rule) => underRule(band, rule)) }];
  });
}

function underRule(band: readonly ReplayedPackage[], rule: number): UpworthyBand['rules'][number] {
  const saved = band.flatMap(({ killedAfter, impressions }) => {
    const after = killedAfter[rule] ?? null;
    return after === null ? [] : [impressions - after];
  });
  const impressions = band.reduce((sum, shown) => sum + shown.impressions, 0);
  return {
    killed: wilson(saved.length, band.length),
    saved: saved.reduce((sum, count) => sum + count, 0) / impressions,
  };
}
