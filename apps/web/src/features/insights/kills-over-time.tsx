'use client';

import type { AppRouter } from '@cull/api';
import { formatCount, formatDuration } from '@cull/core';
import { SegmentedControl, Skeleton, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import dynamic from 'next/dynamic';
import { type Estimate, estimateWords } from '../../components/estimate-words';
import { Loaded } from '../../components/loaded';
import { Panel } from '../../components/panel';
import { useAddress } from '../../components/use-address';
import { useTRPC } from '../../trpc/provider';
import { stacked } from './buckets';
import classes from './insights.module.css';
import { areDays } from './stretches';

const CHART_HEIGHT = 240;
const HEIGHT = 340;

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
      <Loaded what="the kills" query={query} height={HEIGHT}>
        {(timeline, until) => (
          <Timeline timeline={timeline} until={until} by={by === BY_PERSONA ? 'personaId' : 'reason'} />
        )}
      </Loaded>
    </Panel>
  );
}

interface TimelineProps {
  timeline: inferRouterOutputs<AppRouter>['insights']['timeline'];
  /** When it ends, epoch milliseconds. */
  until: number;
  by: 'reason' | 'personaId';
}

function Timeline({ timeline, until, by }: TimelineProps) {
  const { since, kills, buckets, bucketSeconds, timeToKill, viewsAvoided, spendAvoided } = timeline;
  const span = { since: Date.parse(since), until, bucketMs: bucketSeconds * 1_000 };
  const figures = [
    ['Kills', formatCount(kills)],
    ['Median time to kill', durationOf(timeToKill.p50)],
    ['p95 time to kill', durationOf(timeToKill.p95)],
    ['Views saved', savedWords(viewsAvoided, formatCount)],
    ['Spend saved, in the postings’ currency', savedWords(spendAvoided, formatMoney)],
  ] as const;
  return (
    <>
      <dl className={classes.figures}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <Text size="xs" c="var(--cull-muted)" component="dt">
              {name}
            </Text>
            <Text size={value === UNKNOWN ? 'sm' : 'lg'} fw={value === UNKNOWN ? 400 : 600} component="dd">
              {value}
            </Text>
          </div>
        ))}
      </dl>
      {kills === 0 ? (
        <Text size="sm">Nothing was killed in this period.</Text>
      ) : (
        <KillsChart {...stacked(buckets, by, span)} bucketSeconds={bucketSeconds} height={CHART_HEIGHT} />
      )}
      <Text size="xs" c="var(--cull-muted)" mt="xs">
        Saved views and spend are measured on variants whose kill was spared at random, with a 95% interval.
        Spend is known where the postings say what a view costs.
        {areDays(bucketSeconds) && ' Days are those of UTC.'}
      </Text>
    </>
  );
}

function durationOf(seconds: number | null): string {
  return seconds === null ? '–' : formatDuration(seconds * 1_000);
}

const UNKNOWN = 'Not known yet';

function savedWords(estimate: Estimate | null, format: (number: number) => string): string {
  return estimate === null ? UNKNOWN : estimateWords(estimate, format);
}

function formatMoney(amount: number): string {
  return amount.toLocaleString(undefined, { maximumFractionDigits: 2 });
}
