'use client';

import type { AppRouter } from '@cull/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { ALONE, useTRPC } from '../../../trpc/provider';
import type { Filters } from '../list/filters/filters';

/** Every live variant in a few figures, with those that were just killed. */
export type Fleet = inferRouterOutputs<AppRouter>['monitoring']['fleet'];

/** For each thousand variants: a picture of many is served at the same cost. */
const REFETCH_MS = 3_000;

/** The fleet that the filters' persona and campaign leave. */
export function useFleet({ personaId, campaignId }: Pick<Filters, 'personaId' | 'campaignId'>) {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.monitoring.fleet.queryOptions(
      { ...(personaId !== '' && { personaId }), ...(campaignId !== '' && { campaignId }) },
      ALONE,
    ),
    refetchInterval: ({ state }) =>
      REFETCH_MS * Math.max(1, Math.ceil((state.data?.items.length ?? 0) / 1_000)),
    placeholderData: keepPreviousData,
  });
}
