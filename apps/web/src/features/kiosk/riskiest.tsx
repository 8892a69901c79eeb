'use client';

import { Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Failure } from '../../components/failure';
import { RateBar } from '../../components/rate-bar';
import { Verdict } from '../../components/verdict';
import { useTRPC } from '../../trpc/provider';
import type { MonitoredVariant } from '../../trpc/types';
import { TimeLeft } from '../live/list/time-left';
import { useLatest } from '../live/stream/use-latest';
import { useWatch } from '../live/stream/use-watch';
import classes from './kiosk.module.css';

/** More than fit on any display. */
const SHOWN = 14;
const REFETCH_MS = 5_000;

/** The live variants that are nearest to their kill threshold. */
export function Riskiest() {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.monitoring.list.queryOptions({ status: 'monitoring', sort: 'risk', limit: SHOWN }),
    refetchInterval: REFETCH_MS,
    placeholderData: keepPreviousData,
  });
  useWatch('kiosk', query.data?.items ?? []);
  return (
    <section className={classes.part} aria-labelledby="riskiest">
      <Title order={2} size="h6" id="riskiest" className={classes.title}>
        Closest to the kill threshold
      </Title>
      {query.isError && (
        <Failure what="the variants" error={query.error} retry={() => void query.refetch()} />
      )}
      {query.data?.items.length === 0 && <Text c="var(--cull-muted)">No live variants.</Text>}
      {query.data?.items.map((listed) => (
        <Row key={listed.monitoringId} listed={listed} />
      ))}
    </section>
  );
}

function Row({ listed }: { listed: MonitoredVariant }) {
  const { variant } = useLatest(listed);
  const { variantId, excerpt, engagementRate, expectedEngagementRate, policy } = variant;
  return (
    <div className={classes.row}>
      <Verdict {...variant} />
      <div className={classes.name}>
        <Text size="sm" fw={500} truncate>
          <bdi>{excerpt ?? variantId}</bdi>
        </Text>
        {excerpt !== null && (
          <Text size="xs" c="var(--cull-muted)" truncate>
            {variantId}
          </Text>
        )}
      </div>
      <span className={classes.rate}>
        <RateBar rate={engagementRate} expected={expectedEngagementRate} policy={policy} />
      </span>
      <span className={classes.left}>
        <TimeLeft variant={variant} />
      </span>
    </div>
  );
}
