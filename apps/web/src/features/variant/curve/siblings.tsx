'use client';

import { Text } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { Loaded } from '../../../components/loaded';
import { Panel } from '../../../components/panel';
import type { MonitoredVariant } from '../../../trpc/types';
import { BoundaryChart } from '../../boundary/boundary-chart';
import { BoundaryLegend } from '../../boundary/boundary-legend';
import { type Dot, dotsOf } from '../../boundary/dots';
import { DotsTable } from '../../boundary/dots-table';
import type { CurvePoint } from './curve';
import { trailOf } from './sibling-sessions';
import type { useSiblings } from './use-siblings';

const CHART_HEIGHT = 320;
/** What stands around the chart. */
const AROUND = 110;
const KINDS = ['live', 'warned', 'at_risk', 'killed', 'ended'] as const;

interface Props {
  session: MonitoredVariant;
  found: ReturnType<typeof useSiblings>;
  points: readonly CurvePoint[];
}

/** The persona's variants of the same campaign against the boundaries of this one, and the way that this one took. */
export function Siblings({ session, found: { query, siblings }, points }: Props) {
  const { personaId, campaignId, monitoringId, policy, endedAt, interactions, interactionsDue } = session;
  const dots = useMemo(() => dotsOf(siblings, monitoringId), [siblings, monitoringId]);
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
