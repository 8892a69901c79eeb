'use client';

import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { VisuallyHidden } from '@mantine/core';
import { REASON_WORDS } from '../../components/kill-reasons';
import { REST, SERIES } from '../../theme/chart';
import { type Stacked, THE_REST } from './buckets';
import { axisWords, stretchWords } from './stretches';

interface Props extends Stacked {
  bucketSeconds: number;
  height: number;
}

const NAMES: Readonly<Record<string, string>> = REASON_WORDS;
/** Between two times on the axis, in pixels. */
const TICK_GAP = 20;

/** By name, not by rank: a group keeps its colour while the numbers change. */
function colourOf(group: string, groups: readonly string[]): string {
  if (group === THE_REST) return REST;
  const known = group in NAMES ? Object.keys(NAMES) : groups.filter((other) => other !== THE_REST).toSorted();
  return SERIES[known.indexOf(group) % SERIES.length] ?? REST;
}

/** Bars over time, stacked by group, and the same as a table for those who do not see them. */
export function KillsChart({ groups, rows, bucketSeconds, height }: Props) {
  const nameOf = (group: string) => NAMES[group] ?? group;
  return (
    <>
      <div aria-hidden="true">
        <BarChart
          h={height}
          data={rows.map((row) => ({ ...row }))}
          dataKey="at"
          type="stacked"
          withLegend
          maxBarWidth={48}
          // What is hidden from those who hear the page must not take their focus either.
          barChartProps={{ accessibilityLayer: false }}
          xAxisProps={{ minTickGap: TICK_GAP, tickFormatter: (at: number) => axisWords(at, bucketSeconds) }}
          yAxisProps={{ allowDecimals: false }}
          tooltipProps={{ labelFormatter: (at) => stretchWords(Number(at), bucketSeconds) }}
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
                <th scope="row">{stretchWords(row.at, bucketSeconds)}</th>
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
