'use client';

import { Group, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconClock } from '@tabler/icons-react';
import { Instant } from '../../../components/instant';
import { Panel } from '../../../components/panel';
import { unbroken } from '../../../components/unbroken';
import type { MonitoredVariant } from '../../../trpc/types';
import { wentBadWords } from '../curve/went-bad';
import { RetryControl } from './retry-control';

const STATES = {
  done: { icon: <IconCircleCheck size={16} color="var(--cull-good)" aria-hidden />, word: 'done' },
  pending: { icon: <IconClock size={16} color="var(--cull-warn)" aria-hidden />, word: 'pending' },
  failed: { icon: <IconCircleX size={16} color="var(--cull-kill)" aria-hidden />, word: 'failed' },
} as const;

const KINDS = {
  remove_from_pool: 'Remove from the pool',
  cancel_scheduled_posts: 'Cancel scheduled posts',
  delete_post: 'Delete the post',
  notify: 'Notify',
} as const;

interface Props {
  session: MonitoredVariant;
  /** What is tried again is the variant’s newest kill. */
  mayRetry: boolean;
}

/** What the kill had to do, how far it is, and how long it took. */
export function KillRecord({ session, mayRetry }: Props) {
  const { killSteps, variantId, monitoringId, killReason, wentBadAt } = session;
  // Who is notified does not change what was done.
  const isPartial = killSteps.some(({ kind, state }) => kind !== 'notify' && state !== 'done');
  const hasFailed = killSteps.some(({ state }) => state === 'failed');
  return (
    <Panel
      title={isPartial ? 'Kill, not complete yet' : 'Kill, complete'}
      actions={hasFailed && mayRetry && <RetryControl variantId={variantId} monitoringId={monitoringId} />}
    >
      {killReason === 'drop' && wentBadAt !== null && (
        <Text size="sm" fw={600}>
          {unbroken(wentBadWords(wentBadAt, session))}.
        </Text>
      )}
      {killSteps.map(({ kind, state, attempts, error, channel }) => (
        <Group key={`${kind} ${channel}`} gap={6} mt={4} wrap="nowrap">
          {STATES[state].icon}
          <Text size="sm">
            {KINDS[kind]}
            {channel !== null && ` ${channel}`}: {STATES[state].word}
            {attempts > 1 && `, ${attempts} attempts`}
            {error !== null && `, ${error}`}
          </Text>
        </Group>
      ))}
      <Latency session={session} />
    </Panel>
  );
}

/** From the sample that gave the reason; a person's kill has none. */
function Latency({ session: { latency, killReason } }: { session: MonitoredVariant }) {
  const { observedAt, decidedAt, completedAt } = latency;
  if (decidedAt === null) return null;
  const bySample = killReason !== 'manual' && observedAt !== null;
  return (
    <Text size="sm" mt={6} c="var(--cull-muted)">
      {bySample ? (
        <>
          Sample of <Instant at={observedAt} />, decided {between(observedAt, decidedAt)} after it, complete{' '}
          {between(observedAt, completedAt)} after it.
        </>
      ) : (
        <>
          Decided at <Instant at={decidedAt} />, complete {between(decidedAt, completedAt)} later.
        </>
      )}
    </Text>
  );
}

function between(from: string, to: string | null): string {
  return to === null ? '–' : unbroken(`${((Date.parse(to) - Date.parse(from)) / 1000).toFixed(2)} s`);
}
