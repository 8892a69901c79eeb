'use client';

import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Loaded } from '../../components/loaded';
import { Panel } from '../../components/panel';
import { RateBar } from '../../components/rate-bar';
import { Verdict } from '../../components/verdict';
import { useTRPC } from '../../trpc/provider';
import type { MonitoredVariant } from '../../trpc/types';
import { useLatest } from '../live/use-latest';
import { useWatch } from '../live/use-watch';
import { VariantLink } from '../live/variant-link';
import { byShare } from './by-share';
import { newestOfEach } from './newest-of-each';
import classes from './siblings.module.css';

const SHOWN = 12;
/** More sessions than variants are shown: a variant may have several. */
const ASKED = 3 * SHOWN;
const REFETCH_MS = 10_000;

interface Props {
  campaignId: string;
  variantId: string;
}

/** The newest variants of the same campaign, best first, with the one that the page is about among them. */
export function Siblings({ campaignId, variantId }: Props) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.monitoring.list.queryOptions({ campaignId, limit: ASKED }),
    refetchInterval: REFETCH_MS,
  });
  const newest = useMemo(() => newestOfEach(query.data?.items ?? []).slice(0, SHOWN), [query.data]);
  useWatch('siblings', newest);
  return (
    <Loaded key={campaignId} what="the campaign" query={query} height={120}>
      {() => {
        const sorted = newest.toSorted(byShare);
        return (
          <Panel title={`Campaign ${campaignId}`}>
            {sorted.length === 1 ? (
              <Text size="sm">No other variant was posted in it yet.</Text>
            ) : (
              <ol className={classes.siblings}>
                {sorted.map((sibling) => (
                  <Sibling
                    key={sibling.monitoringId}
                    listed={sibling}
                    isSelf={sibling.variantId === variantId}
                  />
                ))}
              </ol>
            )}
          </Panel>
        );
      }}
    </Loaded>
  );
}

function Sibling({ listed, isSelf }: { listed: MonitoredVariant; isSelf: boolean }) {
  const { variant } = useLatest(listed);
  const { variantId, engagementRate, expectedEngagementRate: expected, policy } = variant;
  return (
    <li className={classes.sibling}>
      {isSelf ? (
        <Text size="sm" fw={700} truncate>
          {variantId}
        </Text>
      ) : (
        <VariantLink variantId={variantId} />
      )}
      <Verdict {...variant} />
      <RateBar rate={engagementRate} expected={expected} killRatio={policy.killRatio} />
    </li>
  );
}
