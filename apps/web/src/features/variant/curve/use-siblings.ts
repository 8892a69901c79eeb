'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '../../../trpc/provider';
import type { MonitoredVariant } from '../../../trpc/types';
import { alignedAt, nearestOf, siblingsOf } from './sibling-sessions';

/** More sessions than variants are shown: a variant may have several. */
const ASKED = 60;
const REFETCH_MS = 10_000;
/** Those that were posted soon after it are siblings, too; the newest of today are none of last week's. */
const SOON_MS = 30 * 60_000;
/** Behind the curve; more would be a gray wall. */
const DRAWN = 8;

/** The persona's variants of the same campaign that were posted about the same time, with this one first. */
export function useSiblings(session: MonitoredVariant) {
  const { personaId, campaignId, startedAt } = session;
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.monitoring.list.queryOptions({
      personaId,
      ...(campaignId !== null && { campaignId }),
      postedUntil: new Date(Date.parse(startedAt) + SOON_MS).toISOString(),
      limit: ASKED,
    }),
    refetchInterval: REFETCH_MS,
  });
  const siblings = useMemo(() => siblingsOf(query.data?.items ?? [], session), [query.data, session]);
  return { query, siblings };
}

/** The engagement rates of its siblings since each was posted, drawn as if they had been posted with it. */
export function useSiblingCurves(session: MonitoredVariant, siblings: readonly MonitoredVariant[]) {
  const trpc = useTRPC();
  const drawn = useMemo(() => nearestOf(siblings, session).slice(0, DRAWN), [siblings, session]);
  // In one order, so that a new rank is no new question.
  const monitoringIds = drawn.map(({ monitoringId }) => monitoringId).sort();
  const { data } = useQuery({
    ...trpc.monitoring.sparklines.queryOptions(
      monitoringIds.length === 0 ? skipToken : { monitoringIds, span: 'whole' },
    ),
    refetchInterval: session.status === 'monitoring' && REFETCH_MS,
  });
  return useMemo(
    () => alignedAt(Date.parse(session.startedAt), drawn, data?.items ?? []),
    [session.startedAt, drawn, data],
  );
}
