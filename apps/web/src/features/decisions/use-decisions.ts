'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC, useTRPCClient } from '../../trpc/provider';
import type { DecisionFilter } from './use-decision-filter';

/** A page has no cursor before it. */
const FIRST: string | null = null;
export const PAGE = 50;
const REFETCH_MS = 10_000;

/**
 * The decisions that the filter selects, page by page, newest first.
 *
 * The first page keeps itself up to date. Where more are shown, asking for all of them again and again would cost much
 * and move what is being read: it is only looked how many newer ones there are.
 */
export function useDecisions({ filter, entered }: Pick<DecisionFilter, 'filter' | 'entered'>) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const query = useInfiniteQuery({
    // By what was chosen: “the last hour” stays the same list while the hour moves on.
    queryKey: [...trpc.decisions.list.pathKey(), entered],
    queryFn: ({ pageParam, signal }) =>
      client.decisions.list.query(
        { ...filter, limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: FIRST,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? REFETCH_MS : false),
  });
  const pages = query.data?.pages;
  const decisions = useMemo(() => pages?.flatMap(({ items }) => items) ?? [], [pages]);
  const newest = useQuery({
    queryKey: [...trpc.decisions.list.pathKey(), 'newest', entered],
    queryFn: ({ signal }) => client.decisions.list.query({ ...filter, limit: PAGE }, { signal }),
    enabled: pages !== undefined && pages.length > 1,
    refetchInterval: REFETCH_MS,
  });
  const newer = useMemo(() => {
    const known = new Set(decisions.map(({ decisionId }) => decisionId));
    return newest.data?.items.filter(({ decisionId }) => !known.has(decisionId)).length ?? 0;
  }, [decisions, newest.data]);
  return { query, decisions, newer };
}
