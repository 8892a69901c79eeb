'use client';

import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { Loaded } from '../../components/loaded';
import { Panel } from '../../components/panel';
import { useTRPC } from '../../trpc/provider';
import type { MonitoredVariant } from '../../trpc/types';
import { BoundaryChart } from '../boundary/boundary-chart';
import { BoundaryLegend } from '../boundary/boundary-legend';
import { type Dot, dotsOf } from '../boundary/dots';
import { DotsTable } from '../boundary/dots-table';
import type { CurvePoint } from './curve';
import { siblingsOf, trailOf } from './sibling-sessions';

const CHART_HEIGHT = 320;
/** What stands around the chart. */
const AROUND = 110;
/** More sessions than variants are shown: a variant may have several. */
const ASKED = 60;
const REFETCH_MS = 10_000;
const KINDS = ['live', 'warned', 'at_risk', 'killed', 'ended'] as const;

interface Props {
  session: MonitoredVariant;
  points: readonly CurvePoint[];
}

/** The persona's variants of the same campaign against the boundaries of this one, and the way that this one took. */
export function Siblings({ session, points }: Props) {
  const { personaId, campaignId, monitoringId, policy, endedAt, interactions, interactionsDue } = session;
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.monitoring.list.queryOptions({
      personaId,
      ...(campaignId !== null && { campaignId }),
      limit: ASKED,
    }),
    refetchInterval: REFETCH_MS,
  });
  const dots = useMemo(
    () => dotsOf(siblingsOf(query.data?.items ?? [], session), monitoringId),
    [query.data, session, monitoringId],
  );
  const trail = useMemo(
    () => trailOf(points, endedAt, { interactions, interactionsDue }),
    [points, endedAt, interactions, interactionsDue],
  );
  const trailOfDot = useCallback(({ isSelf }: Dot) => (isSelf ? trail : null), [trail]);
  const where = campaignId === null ? personaId : `${personaId} in campaign ${campaignId}`;
  return (
    <Loaded key={monitoringId} what="the siblings" query={query} height={CHART_HEIGHT + AROUND}>
      {() => (
        <Panel title={`Variants of ${where}`}>
          <Text size="xs" c="var(--cull-muted)" mb={6}>
            {dots.length === 0
              ? 'No variant has a reading yet.'
              : 'Each mark is a variant. The zones are drawn by the thresholds of this one.'}
          </Text>
          <BoundaryChart
            height={CHART_HEIGHT}
            dots={dots}
            trailOf={trailOfDot}
            policy={policy}
            label={`Interactions that came of those due, of the variants of ${where}`}
          />
          <BoundaryLegend kinds={KINDS} isTrailed="line: how this variant got there" />
          {dots.length > 0 && <DotsTable dots={dots} policy={policy} />}
        </Panel>
      )}
    </Loaded>
  );
}
