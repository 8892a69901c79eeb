'use client';

import type { AppRouter } from '@cull/api';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useMemo } from 'react';
import { useTRPC } from '../../../trpc/provider';
import type { MonitoredVariant } from '../../../trpc/types';

/** What is recorded of one variant, oldest first. */
export type RecordedPoints =
  inferRouterOutputs<AppRouter>['monitoring']['sparklines']['items'][number]['points'];
/** By monitoringId. */
export type Recorded = ReadonlyMap<string, RecordedPoints>;

/** Always the same one, so that what is drawn of it is not drawn again. */
export const NOTHING_RECORDED: RecordedPoints = [];

/** The API's limit. */
const MAX_ASKED = 100;
/** What the stream missed while it was broken is filled in within this time. */
const REFETCH_MS = 10_000;

/** The last minute of the variants on screen, as it is recorded: their lines are there when the page opens. */
export function useRecorded(onScreen: readonly MonitoredVariant[]): Recorded {
  const trpc = useTRPC();
  // In one order, whatever the ranks.
  const monitoringIds = onScreen
    .map(({ monitoringId }) => monitoringId)
    .slice(0, MAX_ASKED)
    .sort();
  const { data } = useQuery({
    ...trpc.monitoring.sparklines.queryOptions(monitoringIds.length === 0 ? skipToken : { monitoringIds }),
    placeholderData: keepPreviousData,
    refetchInterval: REFETCH_MS,
  });
  return useMemo(
    () => new Map(data?.items.map(({ monitoringId, points }) => [monitoringId, points])),
    [data],
  );
}
