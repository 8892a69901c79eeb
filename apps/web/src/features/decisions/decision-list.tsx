'use client';

import { Paper, Skeleton, Stack, Text } from '@mantine/core';
import { Failure } from '../../components/failure';
import { OlderButton } from '../../components/older-button';
import { useFacets } from '../live/list/filters/use-facets';
import { DecisionFilterBar } from './decision-filter-bar';
import { DecisionTable } from './decision-table';
import table from './decision-table.module.css';
import { NewerDecisions } from './newer-decisions';
import { useDecisionFilter } from './use-decision-filter';
import { useDecisions } from './use-decisions';

/** The decisions that the filter selects, newest first. */
export function DecisionList() {
  const filter = useDecisionFilter();
  const { query, decisions, newer } = useDecisions(filter);
  const facets = useFacets(decisions);
  const showNewer = async () => {
    await query.refetch();
    window.scrollTo({ top: 0 });
  };
  return (
    <Stack gap="xs" component="section" aria-label="Decisions">
      <DecisionFilterBar filter={filter} facets={facets} />
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
        <div>
          <NewerDecisions count={newer} busy={query.isRefetching} show={() => void showNewer()} />
          <Paper withBorder className={table.wrap}>
            <DecisionTable decisions={decisions} />
          </Paper>
        </div>
      )}
      <OlderButton list={query} />
    </Stack>
  );
}
