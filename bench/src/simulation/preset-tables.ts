import { PRESETS } from '@cull/core';
import type { BusyCell } from './busy-account';
import type { KindCell } from './kinds';
import { inPercent, medianAnd95, table, whole } from './markdown';
import type { Outcome, Share } from './outcome';
import { PRESET_POLICIES, type PresetCell, type Setting } from './presets';

/** Returns one row for each setting; for each preset and true ratio, one figure. */
export function settingsTable(
  cells: readonly PresetCell[],
  trueRatios: readonly number[],
  figure: (outcome: Outcome) => string,
): string {
  const head = [
    'views a minute, expected',
    'reactions',
    ...PRESETS.flatMap(({ name }) => trueRatios.map((ratio) => `${name}: ${ratio}`)),
  ];
  const settings = new Map(cells.map((cell) => [keyOf(cell.setting), cell.setting]));
  const rows = [...settings].map(([key, setting]) => {
    const own = cells.filter((cell) => keyOf(cell.setting) === key);
    const figures = PRESETS.flatMap((_, preset) =>
      trueRatios.map((ratio) => {
        const outcome = own.find(({ trueRatio }) => trueRatio === ratio)?.outcomes[preset];
        return outcome === undefined ? '–' : figure(outcome);
      }),
    );
    return [
      `${whole(setting.viewsPerMinute)}, ${whole(setting.expected * 100)}%`,
      describe(setting),
      ...figures,
    ];
  });
  return table(head, rows);
}

/** Cells come from several processes, so that equal settings are not the same object. */
function keyOf(setting: Setting): string {
  return `${setting.viewsPerMinute}, ${setting.expected}, ${describe(setting)}`;
}

function describe({ lagSeconds, clustered, toldFactor }: Setting): string {
  const reactions = `${lagSeconds === 0 ? 'at once' : 'delay'}${clustered ? ', clustered' : ''}`;
  return toldFactor === 1 ? reactions : `${reactions}, told ${toldFactor} of expected`;
}

/** Returns one row for each kind and traffic; for each preset what was killed before and after the change. */
export function kindTable(cells: readonly KindCell[]): string {
  const head = PRESETS.flatMap(({ name }, preset) => [
    `${name}: before`,
    'after',
    'seconds',
    ...(warns(preset) ? ['drop warning', 'seconds'] : []),
  ]);
  return table(
    ['kind', 'views a minute', ...head],
    cells.map(({ name, viewsPerMinute, changes, outcomes }) => [
      name,
      whole(viewsPerMinute),
      ...outcomes.flatMap(({ killedBefore, killed, seconds, warned, secondsToWarning }, preset) => [
        changes ? inPercent(killedBefore) : '–',
        inPercent(killed),
        medianAnd95(seconds),
        ...(warns(preset) ? [inPercent(warned), medianAnd95(secondsToWarning)] : []),
      ]),
    ]),
  );
}

/** Returns one row for each true rate; for each preset what was killed, and how soon. */
export function busyTable(cells: readonly BusyCell[]): string {
  return table(
    ['true / expected', ...PRESETS.flatMap(({ name }) => [name, 'seconds'])],
    cells.map(({ trueRatio, outcomes }) => [
      String(trueRatio),
      ...outcomes.flatMap(({ killed, seconds }) => [inPercent(killed), medianAnd95(seconds)]),
    ]),
  );
}

function warns(preset: number): boolean {
  return PRESET_POLICIES[preset]?.drop.action === 'warn';
}

/** Returns the share that was not killed. */
export function missedOf({ share, low, high }: Share): Share {
  return { share: 1 - share, low: 1 - high, high: 1 - low };
}
