'use client';

import { Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Failure } from '../../components/failure';
import { RateBar } from '../../components/rate-bar';
import { Verdict } from '../../components/verdict';
import { useTRPC } from '../../trpc/provider';
import type { MonitoredVariant } from '../../trpc/types';
import { TimeLeft } from '../live/time-left';
import { useLatest } from '../live/use-latest';
import { useWatch } from '../live/use-watch';
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
      <Title order={2} size="h6" id="riskiest" pb={4}>
        At risk
      </Title>
      {query.isError && (
        <Failure what="the variants" error={query.error} retry={() => void query.refetch()} />
      )}
      {query.data?.items.length === 0 && <Text c="var(--cull-muted)">No variant is live.</Text>}
      {query.data?.items.map((listed) => (
        <Row key={listed.monitoringId} listed={listed} />
      ))}
    </section>
  );
}

function Row({ listed }: { listed: MonitoredVariant }) {
  const { variant } = useLatest(listed);
  const { variantId, engagementRate, expectedEngagementRate, policy } = variant;
  return (
    <div className={classes.row}>
      <Verdict {...variant} />
      <span className={classes.name}>
        <bdi>{variantId}</bdi>
      </span>
      <span className={classes.rate}>
        <RateBar rate={engagementRate} expected={expectedEngagementRate} killRatio={policy.killRatio} />
      </span>
      <span className={classes.left}>
        <TimeLeft variant={variant} />
      </span>
    </div>
  );
}
