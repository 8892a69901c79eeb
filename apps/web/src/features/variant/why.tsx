'use client';

import { Paper, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Failure } from '../../components/failure';
import { useTRPC } from '../../trpc/provider';
import type { MonitoredVariant } from '../../trpc/types';
import { RuleConditions } from './rule-conditions';

const REFETCH_MS = 2_000;

/** Why it was killed, or why not yet: the engine's own words and conditions. */
export function Why({ session }: { session: MonitoredVariant }) {
  const trpc = useTRPC();
  const isLive = session.status === 'monitoring';
  const query = useQuery({
    ...trpc.monitoring.explain.queryOptions({ variantId: session.variantId }),
    refetchInterval: isLive ? REFETCH_MS : false,
  });
  if (query.isPending) return <Skeleton height={200} />;
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
