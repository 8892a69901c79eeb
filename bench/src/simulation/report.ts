import { PRESETS } from '@cull/core';
import { type Cell, type Setting, TO_KILL, TO_SPARE } from './grid';
import type { Efficiency, FalseKills } from './guarantee';
import type { Outcome, Share, Spread } from './outcome';
import type { ComparedLine } from './published';
import type { UpworthyBand } from './upworthy';

/** Everything that one run measured. */
export interface Simulation {
  readonly seed: number;
  /** In a cell; a quarter of them at 6,000 views a minute. */
  readonly variants: number;
  readonly published: readonly ComparedLine[];
  readonly falseKills: readonly FalseKills[];
  readonly efficiency: readonly Efficiency[];
  /** Null where there is no data to replay. */
  readonly upworthy: readonly UpworthyBand[] | null;
  readonly cells: readonly Cell[];
}

/** The tables of a simulation, as Markdown. */
export function toMarkdown(simulation: Simulation): string {
  const { seed, variants, published, falseKills, efficiency, upworthy, cells } = simulation;
  const tables = [
    ['Beside the figures of the specification', publishedTable(published)],
    ['False kills by the evidence rule, looking at every view', falseKillTable(falseKills)],
    ['Views to a kill by the evidence rule, beside the least possible', efficiencyTable(efficiency)],
    ['Upworthy packages', upworthy === null ? 'There was no data to replay.' : upworthyTable(upworthy)],
    ['False kills', settingsTable(cells, TO_SPARE, ({ killed }) => inPercent(killed))],
    ['Missed kills', settingsTable(cells, TO_KILL, ({ killed }) => inPercent(missedOf(killed)))],
    ['Seconds to the kill', settingsTable(cells, TO_KILL, ({ seconds }) => spread(seconds))],
    ['Views to the kill', settingsTable(cells, TO_KILL, ({ views }) => spread(views))],
  ];
  return [
    `Seed ${seed}, ${whole(variants)} variants a cell (a quarter of them at 6,000 views a minute). In parentheses: 95 % confidence intervals.`,
    ...tables.map(([title, table]) => `## ${title}\n\n${table}`),
  ].join('\n\n');
}

function publishedTable(lines: readonly ComparedLine[]): string {
  const rules = ['literal rule', 'literal, 3 in a row', 'evidence'];
  const head = [
    'views a minute, reactions',
    'true / expected',
    ...rules.flatMap((rule) => [rule, 'specification']),
  ];
  const rows = lines.map((line) => {
    const reactions = reactionsOf(line);
    const figures = line.measured.flatMap((outcome, rule) => {
      const given = line.published[rule];
      const seconds = outcome.seconds === null ? '' : `, ${Math.round(outcome.seconds.median)} s`;
      const publishedSeconds = given?.seconds ? `, ${given.seconds} s` : '';
      return [
        inPercent(outcome.killed) + (publishedSeconds ? seconds : ''),
        `${given?.percent} %${publishedSeconds}`,
      ];
    });
    return [`${whole(line.viewsPerMinute)}, ${reactions}`, String(line.trueRatio), ...figures];
  });
  return table(head, rows);
}

function falseKillTable(measured: readonly FalseKills[]): string {
  const head = ['α', 'variants, views each', 'the test alone', 'the rule'];
  return table(
    head,
    measured.map(({ alpha, variants, views, byTest, byRule }) => [
      String(alpha),
      `${whole(variants)}, ${whole(views)}`,
      inPercent(byTest, finely),
      inPercent(byRule, finely),
    ]),
  );
}

function efficiencyTable(measured: readonly Efficiency[]): string {
  const head = ['α', 'true / expected', 'mean views', 'Wald’s bound', 'ratio'];
  return table(
    head,
    measured.map(({ alpha, trueRatio, meanViews, standardError, waldViews, ratio }) => [
      String(alpha),
      String(trueRatio),
      `${whole(meanViews)} ± ${whole(1.96 * standardError)}`,
      whole(waldViews),
      ratio.toFixed(2),
    ]),
  );
}

function upworthyTable(bands: readonly UpworthyBand[]): string {
  const head = [
    'realised / expected',
    'packages',
    'literal rule kills',
    'evidence kills',
    'impressions saved: literal',
    'evidence',
  ];
  return table(
    head,
    bands.map(({ from, to, packages, rules }) => [
      Number.isFinite(to) ? (from === 0 ? `below ${to}` : `${from} to ${to}`) : `${from} and above`,
      whole(packages),
      ...rules.map(({ killed }) => inPercent(killed)),
      ...rules.map(({ saved }) => `${percent(saved)} %`),
    ]),
  );
}

/** One line for each setting; for each preset and true ratio, one figure. */
function settingsTable(
  cells: readonly Cell[],
  trueRatios: readonly number[],
  figure: (outcome: Outcome) => string,
): string {
  const head = [
    'views a minute, expected',
    'reactions',
    ...PRESETS.flatMap(({ name }) => trueRatios.map((ratio) => `${name}: ${ratio}`)),
  ];
  const settings = [...new Set(cells.map(({ setting }) => setting))];
  const rows = settings.map((setting) => {
    const own = cells.filter((cell) => cell.setting === setting);
    const figures = PRESETS.flatMap((_, preset) =>
      trueRatios.map((ratio) => {
        const outcome = own.find(({ trueRatio }) => trueRatio === ratio)?.outcomes[preset];
        return outcome === undefined ? '' : figure(outcome);
      }),
    );
    return [
      `${whole(setting.viewsPerMinute)}, ${percent(setting.expected)} %`,
      describe(setting),
      ...figures,
    ];
  });
  return table(head, rows);
}

function describe(setting: Setting): string {
  const told = setting.toldFactor === 1 ? '' : `, told ${setting.toldFactor} of expected`;
  return reactionsOf(setting) + told;
}

function reactionsOf({ lagSeconds, clustered }: { lagSeconds: number; clustered: boolean }): string {
  return `${lagSeconds === 0 ? 'at once' : 'lag'}${clustered ? ', clustered' : ''}`;
}

function missedOf({ share, low, high }: Share): Share {
  return { share: 1 - share, low: 1 - high, high: 1 - low };
}

/** `13 % (10–16)` */
function inPercent({ share, low, high }: Share, inWords = percent): string {
  return `${inWords(share)} % (${inWords(low)}–${inWords(high)})`;
}

function finely(share: number): string {
  return (share * 100).toFixed(3);
}

/** Two digits of what is small, none behind the point of what is not. */
function percent(share: number): string {
  const value = share * 100;
  if (value === 0 || value >= 10) return String(Math.round(value));
  return value < 0.1 ? value.toFixed(2) : String(Number(value.toFixed(1)));
}

/** `30 / 41`: median and 95th percentile. */
function spread(values: Spread | null): string {
  return values === null ? '–' : `${whole(values.median)} / ${whole(values.p95)}`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
