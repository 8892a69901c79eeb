'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '../../../../trpc/provider';
import type { MonitoredVariant } from '../../../../trpc/types';

const REFETCH_MS = 30_000;

type Listed = Pick<MonitoredVariant, 'personaId' | 'campaignId'>;

/** The personas and campaigns to choose from: those of all live variants, and of those that are listed. */
export function useFacets(listed: readonly Listed[]) {
  const trpc = useTRPC();
  const { data } = useQuery({
    ...trpc.monitoring.facets.queryOptions(),
    refetchInterval: REFETCH_MS,
    placeholderData: keepPreviousData,
  });
  return useMemo(
    () => ({
      personas: inOrder([
        ...(data?.personas.map(({ personaId }) => personaId) ?? []),
        ...listed.map(({ personaId }) => personaId),
      ]),
      campaigns: inOrder([
        ...(data?.campaigns.map(({ campaignId }) => campaignId) ?? []),
        ...listed.flatMap(({ campaignId }) => campaignId ?? []),
      ]),
    }),
    [data, listed],
  );
}

function inOrder(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].sort();
}
