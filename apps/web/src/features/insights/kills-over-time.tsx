'use client';

import { formatCount, formatDuration } from '@cull/core';
import { SegmentedControl, Skeleton, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { Failure } from '../../components/failure';
import { Panel } from '../../components/panel';
import { useAddress } from '../../components/use-address';
import { useTRPC } from '../../trpc/provider';
import { stacked } from './buckets';
import classes from './insights.module.css';

const CHART_HEIGHT = 240;

// Charts are most of what this page weighs: it is read while they come.
const KillsChart = dynamic(() => import('./kills-chart').then((module) => module.KillsChart), {
  ssr: false,
  loading: () => <Skeleton height={CHART_HEIGHT} />,
});

/** In the address. */
const BY_PERSONA = 'persona';

/** Kills over time, how fast they came, and what they avoided. */
export function KillsOverTime({ since }: { since: string }) {
  const trpc = useTRPC();
  const [get, change] = useAddress();
  const by = get('by') === BY_PERSONA ? BY_PERSONA : 'reason';
  const query = useQuery({
    ...trpc.insights.timeline.queryOptions({ since }),
    placeholderData: keepPreviousData,
  });
  if (query.isPending) return <Skeleton height={360} />;
  if (query.isError)
    return <Failure what="the kills" error={query.error} retry={() => void query.refetch()} />;
  const { kills, buckets, bucketSeconds, timeToKill, viewsAvoided, spendAvoided } = query.data;
  const span = {
    since: Date.parse(since),
    until: query.dataUpdatedAt,
    bucketMs: bucketSeconds * 1_000,
  };
  const figures = [
    ['Kills', formatCount(kills)],
    ['Median time to kill', durationOf(timeToKill.p50)],
    ['p95 time to kill', durationOf(timeToKill.p95)],
    ['Views avoided', formatCount(viewsAvoided)],
    [
      'Spend avoided',
      spendAvoided === 0 ? '–' : spendAvoided.toLocaleString(undefined, { maximumFractionDigits: 2 }),
    ],
  ] as const;
  return (
    <Panel
      title="Kills"
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Stacked by"
          data={[
            { value: 'reason', label: 'By reason' },
            { value: BY_PERSONA, label: 'By persona' },
          ]}
          value={by}
          onChange={(value) => change({ by: value === BY_PERSONA ? value : '' })}
        />
      }
    >
      <dl className={classes.figures}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <Text size="xs" c="var(--cull-muted)" component="dt">
              {name}
            </Text>
            <Text size="lg" fw={700} component="dd" m={0}>
              {value}
            </Text>
          </div>
        ))}
      </dl>
      {kills === 0 ? (
        <Text size="sm">Nothing was killed in this time.</Text>
      ) : (
        <KillsChart
          {...stacked(buckets, by === BY_PERSONA ? 'personaId' : 'reason', span)}
          bucketSeconds={bucketSeconds}
          height={CHART_HEIGHT}
        />
      )}
      <Text size="xs" c="var(--cull-muted)" mt="xs">
        Avoided is an estimate: the views that the killed variants would still have got, had their rate so far
        gone on to their deadlines, and what those views would have cost, where the postings said what a view
        costs.
      </Text>
    </Panel>
  );
}

function durationOf(seconds: number | null): string {
  return seconds === null ? '–' : formatDuration(seconds * 1_000);
}
