'use client';

import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { VisuallyHidden } from '@mantine/core';
import { REASON_WORDS } from '../../components/kill-reasons';
import { type Stacked, THE_REST } from './buckets';

interface Props extends Stacked {
  bucketSeconds: number;
  height: number;
}

const NAMES: Readonly<Record<string, string>> = REASON_WORDS;
const COLOURS = ['indigo.6', 'orange.6', 'teal.6', 'grape.6', 'cyan.6', 'gray.6'] as const;
const DAY_SECONDS = 86_400;

/** By name, not by rank: a group keeps its colour while the numbers change. */
function colourOf(group: string, groups: readonly string[]): string {
  if (group === THE_REST) return 'gray.5';
  const known = group in NAMES ? Object.keys(NAMES) : groups.toSorted();
  return COLOURS[known.indexOf(group) % COLOURS.length] ?? 'gray.6';
}

/** Bars over time, stacked by group, and the same as a table for those who do not see them. */
export function KillsChart({ groups, rows, bucketSeconds, height }: Props) {
  const when = (at: number) =>
    bucketSeconds < DAY_SECONDS
      ? new Date(at).toLocaleString([], { weekday: 'short', hour: '2-digit', minute: '2-digit' })
      : new Date(at).toLocaleDateString([], { day: 'numeric', month: 'short' });
  const nameOf = (group: string) => NAMES[group] ?? group;
  return (
    <>
      <div aria-hidden="true">
        <BarChart
          h={height}
          data={rows.map((row) => ({ ...row, when: when(row.at) }))}
          dataKey="when"
          type="stacked"
          withLegend
          maxBarWidth={48}
          series={groups.map((group) => ({
            name: group,
            label: nameOf(group),
            color: colourOf(group, groups),
          }))}
        />
      </div>
      <VisuallyHidden>
        <table>
          <caption>Kills over time</caption>
          <thead>
            <tr>
              <th scope="col">From</th>
              {groups.map((group) => (
                <th scope="col" key={group}>
                  {nameOf(group)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.at}>
                <th scope="row">{when(row.at)}</th>
                {groups.map((group) => (
                  <td key={group}>{row[group] ?? 0}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </>
  );
}
