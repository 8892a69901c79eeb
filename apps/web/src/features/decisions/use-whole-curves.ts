'use client';

import type { AppRouter } from '@cull/api';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useTRPC } from '../../trpc/provider';

type Points = inferRouterOutputs<AppRouter>['monitoring']['sparklines']['items'][number]['points'];

/** The API's limit. */
const MAX_ASKED = 20;
const REFETCH_MS = 5_000;

/**
 * The engagement rates of whole sessions, by monitoringId.
 * @param isLive Whether there is more to come.
 */
export function useWholeCurves(
  monitoringIds: readonly string[],
  isLive: boolean,
): ReadonlyMap<string, Points> {
  const trpc = useTRPC();
  const asked = monitoringIds.slice(0, MAX_ASKED).sort();
  const { data } = useQuery({
    ...trpc.monitoring.sparklines.queryOptions(
      asked.length === 0 ? skipToken : { monitoringIds: asked, span: 'whole' },
    ),
    placeholderData: keepPreviousData,
    refetchInterval: isLive && REFETCH_MS,
  });
  return new Map(data?.items.map(({ monitoringId, points }) => [monitoringId, points]));
}
