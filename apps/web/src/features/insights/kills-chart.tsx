'use client';

import '@mantine/charts/styles.css';
import type { KillReason } from '@cull/core';
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

/** What they mean elsewhere, too: red for the threshold, and each other reason by its own. */
const REASON_COLORS: Readonly<Record<string, string>> = {
  below_threshold: 'var(--cull-kill)',
  evidence: 'var(--cull-warn)',
  drop: 'var(--cull-trouble)',
  manual: 'var(--cull-watch)',
} satisfies Record<KillReason, string>;

/** By name, not by rank: a group keeps its color while the numbers change. */
function colorOf(group: string, groups: readonly string[]): string {
  const ofReason = REASON_COLORS[group];
  if (ofReason !== undefined) return ofReason;
  if (group === THE_REST) return REST;
  const known = groups.filter((other) => other !== THE_REST).toSorted();
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
            color: colorOf(group, groups),
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
