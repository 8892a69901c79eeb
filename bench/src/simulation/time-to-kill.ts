import type { Audience, Random } from '@cull/core/testing';
import { FIRST_CELL, simulateCell } from './cell';
import type { Outcome } from './outcome';
import { entryOf, type Part, scaled } from './plan';
import { evidenceAlone, LITERAL } from './policies';

/** What was measured for one case, next to the figures of Cull's specification (null where it gives none). */
export interface TimeToKill {
  readonly name: string;
  readonly viewsPerMinute: number;
  readonly columns: readonly { readonly outcome: Outcome; readonly specified: string | null }[];
}

/** The columns of the table: reactions at once, then with a delay. */
export const COLUMNS = [
  'literal, at once',
  'evidence, at once, φ 1',
  'evidence, at once, φ 1.5',
  'literal, delay 5 s',
  'evidence, delay 5 s (τ 7.5 s), φ 1',
  'evidence, delay 5 s (τ 7.5 s), φ 1.5',
] as const;

interface Case {
  readonly name: string;
  readonly viewsPerMinute: number;
  /** True rates as parts of the expected one, before and after the drop. */
  readonly before: number;
  readonly after: number | null;
  /** In the order of the columns. */
  readonly specified: readonly (string | null)[];
}

const TIME_TO_KILL_VARIANTS = 1_000;
const EXPECTED = 0.06;
const DELAY_SECONDS = 5;
const ALPHA = 0.001;
/** Drops come at a random second between these. */
const FIRST_DROP = 45;
const LAST_DROP = 300;

const steady = (ratio: number) => [ratio, null] as const;
const drop = (before: number, after: number) => [before, after] as const;
const caseOf = (
  name: string,
  viewsPerMinute: number,
  [before, after]: readonly [number, number | null],
  specified: Case['specified'],
): Case => ({ name, viewsPerMinute, before, after, specified });

const dead = 'dead from the start';
const quarter = 'a quarter of expected';
const healthyDead = 'healthy, then dead';
const twiceDead = 'twice expected, then dead';
const twiceQuarter = 'twice expected, then a quarter';
const poor = '0.8 of expected throughout';

/** The cases and figures of the specification; some have a second traffic that it does not give. */
const CASES: readonly Case[] = [
  caseOf(dead, 600, steady(0), ['never', '15 / 16', '22 / 24', null, '22 / 23', '29 / 31']),
  caseOf(quarter, 600, steady(0.25), ['71 / 106', '34 / 56', '51 / 77', null, '46 / 69', '63 / 93']),
  caseOf(dead, 6_000, steady(0), ['never', '2 / 2', '3 / 3', null, '6 / 6', '7 / 7']),
  caseOf(quarter, 6_000, steady(0.25), ['7 / 10', '4 / 6', '6 / 8', null, '10 / 13', '13 / 16']),
  caseOf(healthyDead, 600, drop(1, 0), [
    '56% in 173 / 365',
    '43 / 57',
    '60 / 78',
    null,
    '50 / 66',
    '74 / 92',
  ]),
  caseOf(twiceDead, 600, drop(2, 0), ['15%', '44 / 56', '62 / 81', null, '56 / 69', '77 / 98']),
  caseOf(healthyDead, 6_000, drop(1, 0), ['58% in 172 / 345', '5 / 6', '7 / 8', null, '13 / 15', '16 / 19']),
  caseOf(twiceDead, 6_000, drop(2, 0), ['14%', '5 / 6', '7 / 9', null, '16 / 19', '19 / 23']),
  caseOf(twiceQuarter, 6_000, drop(2, 0.25), ['1%', '10 / 15', '15 / 22', null, '23 / 29', '29 / 36']),
  caseOf(healthyDead, 60, drop(1, 0), ['1%', '32% in 368', '4%', null, '33% in 381', '5%']),
  caseOf(poor, 600, steady(0.8), ['8%', '0.7%', '0%', '22%', '0.3%', '0%']),
  caseOf(poor, 6_000, steady(0.8), ['6%', '0.3%', '0%', '99%', '0.3%', '0%']),
];

const policiesAt = (reactionDelaySeconds: number) => [
  LITERAL,
  evidenceAlone({ alpha: ALPHA, reactionDelaySeconds, dispersion: 1 }),
  evidenceAlone({ alpha: ALPHA, reactionDelaySeconds, dispersion: 1.5 }),
];
/** The engine is told one and a half times the true delay, as the estimate is to be taken from its upper end. */
const AT_ONCE = { lagSeconds: 0, policies: policiesAt(0) };
const DELAYED = { lagSeconds: DELAY_SECONDS, policies: policiesAt(1.5 * DELAY_SECONDS) };

/** How soon bad variants and variants that go bad are killed, case by case. */
export const timeToKill: Part<'timeToKill', TimeToKill> = {
  name: 'timeToKill',
  title: 'time to kill',
  count: () => CASES.length,
  run: (index, plan) => {
    const shown = entryOf(CASES, index);
    const { name, viewsPerMinute, specified } = shown;
    const variants = scaled(plan, TIME_TO_KILL_VARIANTS);
    const outcomes = [AT_ONCE, DELAYED].flatMap(({ lagSeconds, policies }, position) =>
      simulateCell(
        { audience: (random) => audienceOf(shown, lagSeconds, random), told: EXPECTED, policies, variants },
        [plan.seed, FIRST_CELL.timeToKill + 2 * index + position],
      ),
    );
    const columns = outcomes.map((outcome, column) => ({ outcome, specified: specified[column] ?? null }));
    return { name, viewsPerMinute, columns };
  },
};

function audienceOf({ viewsPerMinute, before, after }: Case, lagSeconds: number, random: Random): Audience {
  const audience: Audience = {
    viewsPerMinute,
    profile: 'start',
    engagementRate: before * EXPECTED,
    lagSeconds,
    clustered: false,
  };
  if (after === null) return audience;
  return { ...audience, change: { at: changeSecond(random), engagementRate: after * EXPECTED } };
}

/** Draws the second from which on the true rate is another. */
export function changeSecond(random: Random): number {
  return FIRST_DROP + Math.floor(random.uniform() * (LAST_DROP - FIRST_DROP + 1));
}
