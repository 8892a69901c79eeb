'use client';

import { Button, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Failure } from '../../components/failure';
import { useTRPC, useTRPCClient } from '../../trpc/provider';
import { DecisionFilterBar } from './decision-filter-bar';
import { DecisionRow } from './decision-row';
import { useDecisionFilter } from './use-decision-filter';

/** A page has no cursor before it. */
const FIRST: string | null = null;
const PAGE = 50;
const REFETCH_MS = 10_000;

/** The decisions that the filter selects, newest first. */
export function DecisionList() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const filter = useDecisionFilter();
  const query = useInfiniteQuery({
    // By what was chosen: “the last hour” stays the same list while the hour moves on.
    queryKey: [...trpc.decisions.list.pathKey(), filter.entered],
    queryFn: ({ pageParam, signal }) =>
      client.decisions.list.query(
        { ...filter.filter, limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: FIRST,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // The pages further down do not change any more; asking for all of them again would cost much and show little.
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? REFETCH_MS : false),
  });
  const decisions = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Stack gap="xs" component="section" aria-label="Decisions">
      <DecisionFilterBar {...filter} />
      {query.isError && (
        <Failure what="the decisions" error={query.error} retry={() => void query.refetch()} />
      )}
      {query.isPending && <Skeleton height={480} />}
      {query.isSuccess && decisions.length === 0 && (
        <Paper withBorder p="lg">
          <Text size="sm">
            {Object.keys(filter.filter).length === 0
              ? 'Nothing was decided yet. Every ending will be listed here, with its reason.'
              : 'Nothing matches.'}
          </Text>
        </Paper>
      )}
      {decisions.length > 0 && (
        <Paper withBorder component="ul" m={0} p={0} aria-label="Decisions, newest first">
          {decisions.map((decision) => (
            <DecisionRow key={decision.decisionId} decision={decision} />
          ))}
        </Paper>
      )}
      {query.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show older ones
        </Button>
      )}
    </Stack>
  );
}
