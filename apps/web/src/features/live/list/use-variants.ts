'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC, useTRPCClient } from '../../../trpc/provider';
import type { MonitoredVariant } from '../../../trpc/types';
import type { Filters } from './filters/filters';

/** A page has no cursor before it. */
const FIRST: string | null = null;
const FIRST_PAGE = 100;
const NEXT_PAGES = 500;
/** For each page that is loaded: who looks at thousands is served at the same cost. */
const REFETCH_MS = 5_000;
const NONE: readonly MonitoredVariant[] = [];

/**
 * The variants that the filters select at the API, page by page: live ones riskiest first, others by when they ended, the
 * last first.
 */
export function useVariants({ status, personaId, campaignId, killReason }: Filters) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = {
    status,
    sort: status === 'monitoring' ? ('risk' as const) : ('ended' as const),
    ...(personaId !== '' && { personaId }),
    ...(campaignId !== '' && { campaignId }),
    ...(killReason !== null && { killReason }),
  };
  const query = useInfiniteQuery({
    queryKey: [...trpc.monitoring.list.pathKey(), input],
    queryFn: ({ pageParam: cursor, signal }) =>
      client.monitoring.list.query(
        { ...input, ...(cursor === null ? { limit: FIRST_PAGE } : { limit: NEXT_PAGES, cursor }) },
        { signal },
      ),
    initialPageParam: FIRST,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: ({ state }) => REFETCH_MS * (state.data?.pages.length ?? 1),
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages;
  const variants = useMemo(() => {
    if (pages === undefined) return NONE;
    // Ranks change between two pages, so that one variant may stand on both.
    const byId = new Map(
      pages.flatMap(({ items }) => items).map((variant) => [variant.monitoringId, variant]),
    );
    return [...byId.values()];
  }, [pages]);
  return { query, variants };
}
