'use client';

import { Group, Paper, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconClock } from '@tabler/icons-react';
import { Instant } from '../../components/instant';
import type { MonitoredVariant } from '../../trpc/types';

const STATES = {
  done: { icon: <IconCircleCheck size={16} color="var(--cull-good)" aria-hidden />, word: 'done' },
  pending: { icon: <IconClock size={16} color="var(--cull-warn)" aria-hidden />, word: 'pending' },
  failed: { icon: <IconCircleX size={16} color="var(--cull-kill)" aria-hidden />, word: 'failed' },
} as const;

/** What the kill had to do, how far it is, and how long it took. */
export function KillRecord({ session }: { session: MonitoredVariant }) {
  const { killSteps, latency } = session;
  const isPartial = killSteps.some(({ state }) => state !== 'done');
  return (
    <Paper withBorder p="sm" component="section" aria-labelledby="kill">
      <Title order={2} size="h6" id="kill">
        {isPartial ? 'Kill, not complete yet' : 'Kill, complete'}
      </Title>
      {killSteps.map(({ kind, state, attempts, error }) => (
        <Group key={kind} gap={6} mt={4} wrap="nowrap">
          {STATES[state].icon}
          <Text size="sm">
            {kind.replaceAll('_', ' ')}: {STATES[state].word}
            {attempts > 1 && `, ${attempts} attempts`}
            {error !== null && `, ${error}`}
          </Text>
        </Group>
      ))}
      <Text size="sm" mt={6} c="var(--cull-muted)">
        {latency.observedAt !== null && (
          <>
            Sample of <Instant at={latency.observedAt} />, decided{' '}
            {between(latency.observedAt, latency.decidedAt)} after it, complete{' '}
            {between(latency.observedAt, latency.completedAt)} after it.
          </>
        )}
        {latency.observedAt === null && latency.decidedAt !== null && (
          <>
            Decided at <Instant at={latency.decidedAt} />, complete{' '}
            {between(latency.decidedAt, latency.completedAt)} later.
          </>
        )}
      </Text>
    </Paper>
  );
}

function between(from: string | null, to: string | null): string {
  return from === null || to === null ? '–' : `${((Date.parse(to) - Date.parse(from)) / 1000).toFixed(2)} s`;
}
