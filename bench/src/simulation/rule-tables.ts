import type { Efficiency } from './efficiency';
import type { EveryView } from './every-view';
import type { FalseKillCell } from './false-kills';
import { finely, inPercent, percent, table, whole } from './markdown';
import type { Outcome } from './outcome';
import type { SiblingsCell } from './siblings';
import { COLUMNS, type TimeToKill } from './time-to-kill';
import { UPWORTHY_RULES, type UpworthyBand } from './upworthy';

/** Returns the seconds to the kill, each next to the specification's figure. */
export function timeToKillTable(cases: readonly TimeToKill[]): string {
  return table(
    ['case', 'views a minute', ...COLUMNS.flatMap((column) => [column, 'specification'])],
    cases.map(({ name, viewsPerMinute, columns }) => [
      name,
      whole(viewsPerMinute),
      ...columns.flatMap(({ outcome, specified }) => [timeToKillOf(outcome), specified ?? '–']),
    ]),
  );
}

/** `15 / 16, 100% (99.6–100)` */
function timeToKillOf({ seconds, killed, killedBefore }: Outcome): string {
  const times = seconds === null ? '' : `${whole(seconds.median)} / ${whole(seconds.p90)}, `;
  const before = killedBefore.share === 0 ? '' : `; before: ${inPercent(killedBefore)}`;
  return `${times}${inPercent(killed)}${before}`;
}

/** Returns false kills in one row for each way of describing an audience to the engine. */
export function falseKillTable(cells: readonly FalseKillCell[]): string {
  const traffic = [...new Set(cells.map(({ viewsPerMinute }) => viewsPerMinute))];
  const names = [...new Set(cells.map(({ name }) => name))];
  const columns = ['evidence', 'specification', 'literal', 'specification'];
  const head = traffic.flatMap((views) => columns.map((column) => `${whole(views)}: ${column}`));
  const rows = names.flatMap((name) => {
    const own = cells.filter((cell) => cell.name === name);
    const told = own[0]?.told ?? [];
    return told.map(({ delay, dispersion, isMistold }, position) => [
      `${name}; told ${delay} s, φ ${dispersion}${isMistold ? ' *' : ''}`,
      ...own.flatMap((cell) => figuresOf(cell, position)),
    ]);
  });
  return table(['audience', ...head], rows);
}

function figuresOf({ told, literal }: FalseKillCell, position: number): readonly string[] {
  const shown = told[position];
  const inSpecification = (figure: string | null | undefined) => (figure ? `${figure}%` : '–');
  return [
    shown === undefined ? '–' : inPercent(shown.outcome.killed),
    inSpecification(shown?.specified?.[0]),
    inPercent(literal.killed),
    inSpecification(shown?.specified?.[1]),
  ];
}

/** Returns false kills with a check at every view. */
export function everyViewTable(measured: readonly EveryView[]): string {
  return table(
    [
      'α',
      'variants, views each',
      'E alone: the test',
      'E alone: the rule',
      'variants, views each',
      'the mixture',
    ],
    measured.map(({ alpha, level, mixture }) => [
      String(alpha),
      `${whole(level.variants)}, ${whole(level.views)}`,
      inPercent(level.test, finely),
      inPercent(level.rule, finely),
      `${whole(mixture.variants)}, ${whole(mixture.views)}`,
      inPercent(mixture.rule, finely),
    ]),
  );
}

/** Returns mean views to the kill next to Wald's bound. */
export function efficiencyTable(measured: readonly Efficiency[]): string {
  return table(
    ['α', 'true / expected', 'mean views', 'Wald’s bound', 'ratio'],
    measured.map(({ alpha, trueRatio, meanViews, standardError, waldViews, ratio }) => [
      String(alpha),
      String(trueRatio),
      `${whole(meanViews)} ± ${whole(1.96 * standardError)}`,
      whole(waldViews),
      ratio.toFixed(2),
    ]),
  );
}

/** The specification's figures for the same packages: killed / saved, in percent, band by band. */
const SPECIFIED_UPWORTHY = [
  ['52 / 19', '56 / 26', '32 / 14'],
  ['24 / 12', '12 / 7', '3.4 / 1.7'],
  ['2.8 / 1.9', '1.3 / 0.8', '0.2 / 0.1'],
  ['0.3 / 0.2', '0.1 / 0.1', '0.0'],
] as const;

/** Returns kills and saved impressions of the Upworthy packages, next to the specification's. */
export function upworthyTable(bands: readonly UpworthyBand[]): string {
  return table(
    [
      'realized / expected',
      'packages',
      ...UPWORTHY_RULES.flatMap((rule) => [rule, 'saved', 'specification']),
    ],
    bands.map(({ from, to, packages, rules }, band) => [
      Number.isFinite(to) ? (from === 0 ? `below ${to}` : `${from} to ${to}`) : `${from} and above`,
      whole(packages),
      ...rules.flatMap(({ killed, saved }, rule) => [
        inPercent(killed),
        `${percent(saved)}%`,
        SPECIFIED_UPWORTHY[band]?.[rule] ?? '–',
      ]),
    ]),
  );
}

/** Returns false kills by a rule that compares siblings. */
export function siblingsTable(cells: readonly SiblingsCell[]): string {
  const alphas = cells[0]?.falseKills.map(({ alpha }) => `α ${alpha}`) ?? [];
  return table(
    ['siblings', 'siblings killed', 'pooled rate / true mean', ...alphas],
    cells.map(({ name, siblingsKilled, pooledOverTrue, falseKills }) => [
      name,
      `${percent(siblingsKilled)}%`,
      pooledOverTrue.toFixed(2),
      ...falseKills.map(({ killed }) => inPercent(killed)),
    ]),
  );
}
