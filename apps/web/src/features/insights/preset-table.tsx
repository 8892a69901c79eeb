'use client';

import type { AppRouter } from '@cull/api';
import { formatCount, type Preset } from '@cull/core';
import { Loader, Text } from '@mantine/core';
import type { inferRouterOutputs } from '@trpc/server';
import tables from '../../components/table.module.css';
import { ApplyControl } from './apply-control';
import classes from './insights.module.css';
import type { Overrides } from './overrides';

type Preview = inferRouterOutputs<AppRouter>['thresholds']['preview'];

interface PreviewQuery {
  data?: Preview | undefined;
  isError: boolean;
  error: { message: string } | null;
}

interface Props {
  rows: readonly { readonly preset: Preset; readonly query: PreviewQuery | undefined }[];
  /** Whether a replay was asked for; before, there are no figures. */
  isAsked: boolean;
  overrides: Overrides;
}

const EVERYTHING = { type: 'global' } as const;
const COLUMNS = [
  'Killed',
  'Against now',
  'Silent losers caught',
  'False kills',
  'Missed',
  'Views saved, against now',
  'Views after the kills',
] as const;

/** The presets with what they would have done, where that is known, and a button that applies each to everything. */
export function PresetTable({ rows, isAsked, overrides }: Props) {
  return (
    <table className={tables.table} data-figures>
      <thead>
        <tr>
          <th scope="col">Preset</th>
          {isAsked &&
            COLUMNS.map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          <th scope="col">Action</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ preset, query }) => (
          <tr key={preset.id}>
            <th scope="row" className={classes.preset}>
              {preset.name}
              <Text size="xs" c="var(--cull-muted)">
                {preset.description}
              </Text>
            </th>
            {isAsked && <Cells query={query} />}
            <td className={classes.choice}>
              <ApplyControl
                scope={EVERYTHING}
                values={preset.values}
                label={`Apply ${preset.name} to everything`}
                does="Applies to everything except where a narrower override sets its own value."
                restsOn={restsOn(preset, query?.data)}
                agreed="active"
                overrides={overrides}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cells({ query }: { query: PreviewQuery | undefined }) {
  if (query?.isError) {
    return (
      <td colSpan={COLUMNS.length} className={classes.unknown}>
        {query.error?.message}
      </td>
    );
  }
  const figures = query?.data === undefined ? null : figuresOf(query.data.total);
  return COLUMNS.map((name, index) => (
    <td key={name} data-label={name}>
      {figures?.[name] ?? (index === 0 ? <Loader size={14} aria-label="Replaying" /> : '–')}
    </td>
  ));
}

function figuresOf(total: Preview['total']): Record<(typeof COLUMNS)[number], string> {
  const { before, after } = total.viewsAfterKill;
  return {
    Killed: formatCount(total.wouldHaveKilled + total.killedByBoth),
    'Against now': `+${formatCount(total.wouldHaveKilled)} −${formatCount(total.wouldHaveSpared)}`,
    'Silent losers caught': formatCount(total.silentLosers),
    'False kills': formatCount(total.laterRecovered),
    Missed: formatCount(total.missed),
    'Views saved, against now': signed(after - before),
    'Views after the kills': formatCount(after),
  };
}

function signed(difference: number): string {
  if (difference === 0) return '0';
  return difference > 0 ? `+${formatCount(difference)}` : `−${formatCount(-difference)}`;
}

/** What is known of a preset when it is chosen. */
function restsOn({ name }: Preset, preview: Preview | undefined): string {
  if (preview === undefined) return `Preset ${name}.`;
  const { sessions, wouldHaveKilled, killedByBoth, laterRecovered, missed } = preview.total;
  const killed = formatCount(wouldHaveKilled + killedByBoth);
  return `Preset ${name}: replayed over ${formatCount(sessions)} variants it kills ${killed}, loses ${formatCount(laterRecovered)} healthy ones and misses ${formatCount(missed)}.`;
}
