'use client';

import type { AppRouter } from '@cull/api';
import { formatCount } from '@cull/core';
import { Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { Loaded } from '../../components/loaded';
import { Panel } from '../../components/panel';
import tables from '../../components/table.module.css';
import { useSince } from '../../components/use-since';
import { useTRPC } from '../../trpc/provider';
import { durationOf } from './durations';
import classes from './system.module.css';

const REFETCH_MS = 10_000;
const DAY_MS = 86_400_000;
const HEIGHT = 180;

const LEGS = [
  ['observedToDecided', 'From the sample to the decision', 'how soon a breach is seen'],
  ['decidedToDone', 'From the decision to the last step', 'each step done and read back'],
  ['observedToDone', 'From the sample to the last step', 'both together'],
] as const;

const PERCENTILES = ['p50', 'p95', 'p99'] as const;

/** How fast the kills of the last 24 hours were. */
export function Latency() {
  const trpc = useTRPC();
  const since = useSince(DAY_MS);
  const query = useQuery({
    ...trpc.insights.timeline.queryOptions({ since }),
    placeholderData: keepPreviousData,
    refetchInterval: REFETCH_MS,
  });
  return (
    <Panel title="Kill latency, last 24 hours">
      <Loaded what="the latencies" query={query} height={HEIGHT}>
        {({ latency }) => <Measured latency={latency} />}
      </Loaded>
    </Panel>
  );
}

function Measured({ latency }: Pick<inferRouterOutputs<AppRouter>['insights']['timeline'], 'latency'>) {
  const kills = latency.histogram.reduce((sum, { kills: own }) => sum + own, 0);
  const most = Math.max(1, ...latency.histogram.map(({ kills: own }) => own));
  if (kills === 0) return <Text size="sm">No automatic kills in that time.</Text>;
  return (
    <div className={classes.latency}>
      <table className={tables.table} data-figures>
        <thead>
          <tr>
            <th scope="col">Of {formatCount(kills)} automatic kills</th>
            {PERCENTILES.map((percentile) => (
              <th scope="col" key={percentile}>
                {percentile}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {LEGS.map(([leg, name, about]) => (
            <tr key={leg}>
              <th scope="row" className={classes.leg}>
                {name}
                <Text size="xs" c="var(--cull-muted)">
                  {about}
                </Text>
              </th>
              {PERCENTILES.map((percentile) => (
                <td key={percentile} data-label={percentile}>
                  {durationOf(latency[leg][percentile])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Took</th>
            <th scope="col">Kills</th>
            <th scope="col" className={classes.bars}>
              Histogram
            </th>
          </tr>
        </thead>
        <tbody>
          {latency.histogram.map(({ upToMs, kills: own }) => (
            <tr key={upToMs ?? 'more'}>
              <th scope="row">{upToMs === null ? 'longer' : `up to ${durationOf(upToMs)}`}</th>
              <td>{formatCount(own)}</td>
              <td className={classes.bars}>
                <span
                  className={classes.bar}
                  style={{ width: `${(own / most) * 100}%` }}
                  aria-hidden="true"
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
