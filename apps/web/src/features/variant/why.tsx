'use client';

import { List, Paper, Skeleton, Text, ThemeIcon, Title } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Failure } from '../../components/failure';
import { useTRPC } from '../../trpc/provider';
import type { ListedVariant } from '../live/variant-cards';

const REFETCH_MS = 2_000;
const ICON = 12;

/** Why it was killed, or why not yet: the engine's own words and conditions. */
export function Why({ session }: { session: ListedVariant }) {
  const trpc = useTRPC();
  const isLive = session.status === 'monitoring';
  const query = useQuery({
    ...trpc.monitoring.explain.queryOptions({ variantId: session.variantId }),
    refetchInterval: isLive ? REFETCH_MS : false,
  });
  if (query.isPending) return <Skeleton height={180} />;
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
      {rules.map((rule) => (
        <div key={rule.reason}>
          <Text size="xs" fw={700} mt={6}>
            Rule {rule.reason}
            {rule.enabled ? '' : ' (switched off)'}
          </Text>
          <Conditions conditions={rule.conditions} />
        </div>
      ))}
      {safety.length > 0 && (
        <>
          <Text size="xs" fw={700} mt={6}>
            For any kill
          </Text>
          <Conditions conditions={safety} />
        </>
      )}
      {breachesNeeded > 1 && (
        <Text size="sm" mt={6}>
          {breaches} of {breachesNeeded} breaches in a row
        </Text>
      )}
    </Paper>
  );
}

function Conditions({ conditions }: { conditions: readonly { id: string; met: boolean; text: string }[] }) {
  return (
    <List size="sm" spacing={2} center>
      {conditions.map(({ id, met, text }) => (
        <List.Item
          key={id}
          icon={
            <ThemeIcon
              size={18}
              radius="xl"
              color={met ? 'red' : 'gray'}
              variant="light"
              aria-label={met ? 'Met:' : 'Not met:'}
              role="img"
            >
              {met ? <IconCheck size={ICON} /> : <IconX size={ICON} />}
            </ThemeIcon>
          }
        >
          {text}
        </List.Item>
      ))}
    </List>
  );
}
