import type { Audience } from '@cull/core/testing';
import { FIRST_CELL, simulateCell } from './cell';
import type { Outcome } from './outcome';
import { entryOf, type Part, scaled } from './plan';
import { evidenceAlone, LITERAL } from './policies';

/** False kills of variants at exactly the healthy rate: one kind of audience with one traffic. */
export interface FalseKillCell {
  readonly name: string;
  readonly viewsPerMinute: number;
  readonly literal: Outcome;
  /** For each way of describing the audience to the engine. */
  readonly told: readonly (Pick<Told, 'delay'> & {
    readonly dispersion: number;
    readonly isMistold: boolean;
    readonly outcome: Outcome;
    /** Percent, as in Cull's specification: evidence, and the literal rule where it gives one. */
    readonly specified: readonly [string, string | null] | null;
  })[];
}

export const FALSE_KILL_ALPHA = 0.01;
const FALSE_KILL_VARIANTS = 4_000;
const TRAFFIC = [60, 600, 3_600] as const;
const EXPECTED = 0.06;

interface Told {
  /** τ, seconds. */
  readonly delay: number;
  readonly dispersion?: number;
  /** What it is told breaks the conditions of the promise, so that α may be passed. */
  readonly isMistold?: true;
  /** At 60, 600 and 3,600 views a minute. */
  readonly specified?: readonly (readonly [string, string | null])[];
}

interface Row {
  readonly name: string;
  readonly audience: Omit<Audience, 'viewsPerMinute' | 'engagementRate' | 'profile'>;
  /** What the engine knows about it: all with the same variants. */
  readonly told: readonly Told[];
}

const atOnce = { lagSeconds: 0, clustered: false };
const delayed = { lagSeconds: 5, clustered: false };
const slow = { lagSeconds: 10, clustered: false };

const ROWS: readonly Row[] = [
  {
    name: 'reactions at once',
    audience: atOnce,
    told: [
      {
        delay: 0,
        specified: [
          ['0.3', '0.1'],
          ['0.2', '0.7'],
          ['0.4', '0.6'],
        ],
      },
      {
        delay: 7.5,
        specified: [
          ['0.4', null],
          ['0.0', null],
          ['0.0', null],
        ],
      },
    ],
  },
  {
    name: 'delay 5 s',
    audience: delayed,
    told: [
      {
        delay: 5,
        specified: [
          ['0.6', '0.1'],
          ['0.2', '3.8'],
          ['0.4', '72'],
        ],
      },
      {
        delay: 7.5,
        specified: [
          ['0.3', '0.1'],
          ['0.1', '4'],
          ['0.0', '71'],
        ],
      },
    ],
  },
  {
    name: 'lognormal delay, mean 5 s, sd 10 s',
    audience: { ...delayed, lagDeviation: 10 },
    told: [
      {
        delay: 7.5,
        specified: [
          ['0.4', '0.1'],
          ['0.2', '4'],
          ['0.0', '45'],
        ],
      },
    ],
  },
  {
    name: 'delay 5 s, counters in steps of 10 s',
    audience: { ...delayed, stepSeconds: 10 },
    told: [
      {
        delay: 7.5,
        specified: [
          ['0.2', null],
          ['0.1', null],
          ['0.0', null],
        ],
      },
    ],
  },
  {
    name: 'delay 5 s, counters in steps of 30 s',
    audience: { ...delayed, stepSeconds: 30 },
    told: [
      {
        delay: 7.5,
        specified: [
          ['0.2', null],
          ['0.1', null],
          ['0.0', null],
        ],
      },
    ],
  },
  {
    name: 'reactions at once, views stop after 120 s',
    audience: { ...atOnce, viewsStopAt: 120 },
    told: [
      {
        delay: 0,
        specified: [
          ['0.0', null],
          ['0.0', null],
          ['0.0', null],
        ],
      },
    ],
  },
  {
    name: 'delay 5 s, views stop after 120 s',
    audience: { ...delayed, viewsStopAt: 120 },
    told: [
      {
        delay: 7.5,
        specified: [
          ['0.1', null],
          ['0.2', null],
          ['0.0', null],
        ],
      },
    ],
  },
  {
    name: 'delay 5 s, five times the views for 20 s',
    audience: { ...delayed, burst: { at: 90, seconds: 20, factor: 5 } },
    told: [{ delay: 7.5 }],
  },
  {
    name: 'delay 5 s, clustered (φ 2)',
    audience: { ...delayed, clustered: true },
    told: [
      { delay: 7.5, dispersion: 2 },
      { delay: 7.5, dispersion: 1.5, isMistold: true },
      { delay: 7.5, isMistold: true },
    ],
  },
  {
    name: 'delay 10 s',
    audience: slow,
    told: [
      {
        delay: 7.5,
        isMistold: true,
        specified: [
          ['0.3', null],
          ['1.0', '13'],
          ['1.9', '99'],
        ],
      },
      {
        delay: 5,
        isMistold: true,
        specified: [
          ['0.5', null],
          ['2.8', '14'],
          ['11', '99'],
        ],
      },
    ],
  },
];

/** False kills of variants at exactly the healthy rate, one check a second. */
export const falseKills: Part<'falseKills', FalseKillCell> = {
  name: 'falseKills',
  title: 'false kills at the healthy rate',
  count: () => ROWS.length * TRAFFIC.length,
  run: (index, plan) => {
    const { name, audience, told } = entryOf(ROWS, Math.floor(index / TRAFFIC.length));
    const column = index % TRAFFIC.length;
    const viewsPerMinute = entryOf(TRAFFIC, column);
    const own: Audience = { ...audience, viewsPerMinute, profile: 'start', engagementRate: EXPECTED };
    const policies = told.map(({ delay, dispersion = 1 }) =>
      evidenceAlone({ alpha: FALSE_KILL_ALPHA, reactionDelaySeconds: delay, dispersion }),
    );
    const outcomes = simulateCell(
      {
        audience: () => own,
        told: EXPECTED,
        policies: [LITERAL, ...policies],
        variants: scaled(plan, FALSE_KILL_VARIANTS),
      },
      [plan.seed, FIRST_CELL.falseKills + index],
    );
    return {
      name,
      viewsPerMinute,
      literal: entryOf(outcomes, 0),
      told: told.map(({ delay, dispersion = 1, isMistold = false, specified }, position) => ({
        delay,
        dispersion,
        isMistold,
        outcome: entryOf(outcomes, position + 1),
        specified: specified?.[column] ?? null,
      })),
    };
  },
};
