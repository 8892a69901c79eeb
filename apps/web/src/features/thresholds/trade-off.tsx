'use client';

import type { PolicyValues } from '@cull/core';
import { Alert, Button, Loader, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '../../trpc/provider';
import type { ChosenScope } from './scopes';
import classes from './trade-off.module.css';
import { TradeOffChart } from './trade-off-chart';
import { inWords } from './value-words';

interface Props {
  scope: ChosenScope;
  /** What would be saved, so far as it is sound; its kill ratio is what the reader looks for here. */
  values: PolicyValues;
  /** As it is entered; null where that is no number. */
  killRatio: number | null;
  onChoose: (killRatio: number) => void;
}

const TYPED_MS = 500;

/** What each kill ratio would have done with the last 7 days, and a line to choose one by. */
export function TradeOff({ scope, values: { killRatio: _, ...values }, killRatio, onChoose }: Props) {
  const trpc = useTRPC();
  const [isAsked, setIsAsked] = useState(false);
  const [settled] = useDebouncedValue(JSON.stringify(values), TYPED_MS);
  const query = useQuery({
    ...trpc.thresholds.sweep.queryOptions({ scope, values: JSON.parse(settled) }),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  return (
    <section className={classes.whole} aria-labelledby="trade-off" aria-busy={query.isFetching}>
      <Title order={3} size="h6" id="trade-off">
        Kills against false kills
      </Title>
      {!isAsked && (
        <>
          <Text size="sm" c="var(--cull-muted)">
            See how many variants of the last 7 days each kill ratio would have killed, how many of them
            recovered, and the views that it would have saved.
          </Text>
          <Button variant="default" size="xs" mt="xs" onClick={() => setIsAsked(true)}>
            Replay the last 7 days
          </Button>
        </>
      )}
      {isAsked && query.isPending && (
        <Text size="sm" role="status">
          <Loader size={12} aria-hidden /> Replaying the last 7 days at 8 kill ratios…
        </Text>
      )}
      {query.isError && (
        <Alert color="kill" title="No replay">
          {inWords(query.error.message)}{' '}
          <Button variant="subtle" size="compact-xs" onClick={() => void query.refetch()}>
            Try again
          </Button>
        </Alert>
      )}
      {query.data !== undefined && !query.isError && (
        <TradeOffChart sweep={query.data} killRatio={killRatio} onChoose={onChoose} />
      )}
    </section>
  );
}
