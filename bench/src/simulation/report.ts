import type { BusyCell } from './busy-account';
import type { Efficiency } from './efficiency';
import type { EveryView } from './every-view';
import type { FalseKillCell } from './false-kills';
import type { KindCell } from './kinds';
import { inPercent, medianAnd95, whole } from './markdown';
import type { Plan } from './plan';
import { busyTable, kindTable, missedOf, settingsTable } from './preset-tables';
import type { PresetCell } from './presets';
import { presetVariants, TO_KILL, TO_SPARE } from './presets';
import {
  efficiencyTable,
  everyViewTable,
  falseKillTable,
  siblingsTable,
  timeToKillTable,
  upworthyTable,
} from './rule-tables';
import type { SiblingsCell } from './siblings';
import type { TimeToKill } from './time-to-kill';
import type { UpworthyBand } from './upworthy';

/** Everything that one run measured. */
export interface Simulation {
  readonly plan: Plan;
  readonly timeToKill: readonly TimeToKill[];
  readonly falseKills: readonly FalseKillCell[];
  readonly everyView: readonly EveryView[];
  readonly efficiency: readonly Efficiency[];
  /** Null where there is no data to replay. */
  readonly upworthy: readonly UpworthyBand[] | null;
  readonly siblings: readonly SiblingsCell[];
  readonly kinds: readonly KindCell[];
  readonly busyAccount: readonly BusyCell[];
  readonly presets: readonly PresetCell[];
}

const AT_START = 'Views a minute: at the posting; they decay with a time constant of 400 s.';
const ON_AVERAGE =
  'Views a minute: on average over the ten minutes of the window; they decay with a time constant of 300 s.';

/** Returns the tables of a simulation as Markdown. */
export function toMarkdown(simulation: Simulation): string {
  const {
    plan,
    timeToKill,
    falseKills,
    everyView,
    efficiency,
    upworthy,
    siblings,
    kinds,
    busyAccount,
    presets,
  } = simulation;
  const few = whole(presetVariants(plan, { viewsPerMinute: 6_000 }));
  const many = whole(presetVariants(plan, { viewsPerMinute: 60 }));
  const presetNote = `${ON_AVERAGE} ${many} variants a cell, ${few} at 6,000 views a minute. Delay: exponential, mean 5 s.`;
  const tables: readonly (readonly [string, string, string])[] = [
    [
      'Time to kill',
      `Seconds from the posting, or from the drop, to the kill: median / 90th percentile, and the share killed by then. Expected ER 6%, α 0.001, drops at a random second between 45 and 300, ${variantsOf(timeToKill[0]?.columns[0]?.outcome.variants)}. ${AT_START} “Before” are kills before the drop.`,
      timeToKillTable(timeToKill),
    ],
    [
      'False kills at exactly the healthy rate',
      `Evidence with φ as given, α 0.01, drops kill; expected ER 6%, ${variantsOf(falseKills[0]?.literal.variants)}. ${AT_START} In rows with * the engine is told something that breaks the promise’s conditions: a delay that is too short, or a dispersion that is too small.`,
      falseKillTable(falseKills),
    ],
    [
      'False kills with a check at every view',
      'A variant at exactly the healthy rate of 6%; reactions at once, φ 1. E alone has all the weight; the mixture is what kills where drops kill.',
      everyViewTable(everyView),
    ],
    [
      'Views to a kill by E alone, next to the least possible',
      'A check at every view, healthy rate 6%; mean views with 95% intervals.',
      efficiencyTable(efficiency),
    ],
    [
      'Upworthy packages',
      'Each rule alone, drops kill, φ 1, a check every 10 impressions: kills, and the part of the impressions that they saved.',
      upworthy === null ? 'There was no data to replay.' : upworthyTable(upworthy),
    ],
    [
      'A rule that compares siblings',
      `False kills of a variant at exactly half of its siblings’ mean rate, ${variantsOf(siblings[0]?.variants)}, 600 views a minute each, 10 siblings live where nothing else is said. True rates are parts of the expected one. ${AT_START}`,
      siblingsTable(siblings),
    ],
    [
      'Presets on drops, recoveries and odd sources',
      `Expected ER 6%, a delay of 5 s, changes and bursts at a random second between 45 and 300. ${ON_AVERAGE} ${variantsOf(kinds[0]?.outcomes[0]?.variants)}, a quarter of them at 6,000 views a minute. Times are seconds from the change (or the posting), median / 95th percentile.`,
      kindTable(kinds),
    ],
    [
      'Presets on a busy account',
      `3,600 views a minute, expected ER 6%, a delay of 5 s, ${variantsOf(busyAccount[0]?.outcomes[0]?.variants)}. ${AT_START} Seconds to the kill: median / 95th percentile.`,
      busyTable(busyAccount),
    ],
    ['Presets: false kills', presetNote, settingsTable(presets, TO_SPARE, ({ killed }) => inPercent(killed))],
    [
      'Presets: missed kills',
      presetNote,
      settingsTable(presets, TO_KILL, ({ killed }) => inPercent(missedOf(killed))),
    ],
    [
      'Presets: seconds to the kill',
      `${presetNote} Median / 95th percentile.`,
      settingsTable(presets, TO_KILL, ({ seconds }) => medianAnd95(seconds)),
    ],
    [
      'Presets: views to the kill',
      `${presetNote} Median / 95th percentile.`,
      settingsTable(presets, TO_KILL, ({ views }) => medianAnd95(views)),
    ],
    [
      'Presets: healthy variants that pass without enough data',
      `${presetNote} The rest passed with enough data, or was killed.`,
      settingsTable(presets, [1], ({ notEnoughData }) => inPercent(notEnoughData)),
    ],
  ];
  return [
    '# Simulation tables',
    'Written by `npm run simulate`; see [simulation.md](simulation.md).',
    `Seed ${plan.seed}. In parentheses: 95% confidence intervals (Wilson).`,
    ...tables.map(([title, note, text]) => `## ${title}\n\n${note}\n\n${text}`),
  ].join('\n\n');
}

function variantsOf(count = 0): string {
  return `${whole(count)} variants a cell`;
}
