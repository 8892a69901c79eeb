'use client';

import { Paper, Skeleton, Text, Title } from '@mantine/core';
import { Failure } from '../../components/failure';
import { RuleConditions } from './rule-conditions';
import type { useExplanation } from './use-explanation';

interface Props {
  query: ReturnType<typeof useExplanation>;
  isLive: boolean;
}

/** Why it was killed, or why not yet. */
export function Why({ query, isLive }: Props) {
  if (query.isPending) return <Skeleton height={300} />;
  if (query.isError)
    return <Failure what="the reason" error={query.error} retry={() => void query.refetch()} />;
  const { text, safety, rules, breaches, breachesNeeded } = query.data;
  return (
    <Paper withBorder p="sm" component="section" aria-labelledby="why">
      <Title order={2} size="h6" id="why">
        {isLive ? 'Why not yet' : 'Why'}
      </Title>
      <Text size="sm" my={6} data-testid="reason">
        {text}
      </Text>
      <RuleConditions rules={rules} safety={safety} />
      {breachesNeeded > 1 && (
        <Text size="sm" mt={6}>
          {breaches} of {breachesNeeded} breaches in a row
        </Text>
      )}
    </Paper>
  );
}
