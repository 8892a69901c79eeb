'use client';

import type { AppRouter } from '@cull/api';
import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { Loaded } from '../../components/loaded';
import { Panel } from '../../components/panel';
import { useAddress } from '../../components/use-address';
import { useTRPC } from '../../trpc/provider';
import classes from './over-time.module.css';
import { TimeSeries } from './time-series';

type Point = inferRouterOutputs<AppRouter>['system']['history']['points'][number];

const REFETCH_MS = 15_000;
const HEIGHT = 160;
const HOURS = ['1', '6', '24'] as const;
const USUAL = '6';

/** Each with what would be normal for it. */
const SERIES = [
  { name: 'Check delay', about: 'p95 from when a check was due', figureOf: (point: Point) => point.lagP95 },
  { name: 'Check duration', about: 'p95 of a shard', figureOf: (point: Point) => point.tookP95 },
  { name: 'Source response', about: 'p95 of all accounts', figureOf: (point: Point) => point.sourceP95 },
  { name: 'Kill latency', about: 'p95 from sample to last step', figureOf: (point: Point) => point.killP95 },
] as const;

/** How late workers were, how fast sources answered and kills came, over the last hours. */
export function OverTime() {
  const trpc = useTRPC();
  const [get, change] = useAddress();
  const hours = HOURS.find((known) => known === get('hours')) ?? USUAL;
  const query = useQuery({
    ...trpc.system.history.queryOptions({ hours: Number(hours) }),
    placeholderData: keepPreviousData,
    refetchInterval: REFETCH_MS,
  });
  return (
    <Panel
      title="Over time"
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Hours shown"
          data={HOURS.map((value) => ({ value, label: `${value} h` }))}
          value={hours}
          onChange={(value) => change({ hours: value === USUAL ? '' : value })}
        />
      }
    >
      <Loaded what="the history" query={query} height={HEIGHT}>
        {({ points, stepSeconds }) => (
          <div className={classes.series}>
            {SERIES.map(({ name, about, figureOf }) => (
              <TimeSeries
                key={name}
                name={name}
                about={about}
                stepSeconds={stepSeconds}
                points={points.map((point) => ({ at: point.at, value: figureOf(point) }))}
              />
            ))}
          </div>
        )}
      </Loaded>
    </Panel>
  );
}
