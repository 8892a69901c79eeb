'use client';

import { formatDuration, formatRate } from '@cull/core';
import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Failure } from '../../components/failure';
import { HandControl } from '../../components/hand-control';
import { Panel } from '../../components/panel';
import { useIsAtLeast } from '../../components/use-role';
import { useTRPC } from '../../trpc/provider';
import type { MonitoredVariant } from '../../trpc/types';
import { useServerNow } from '../live/use-server-now';
import { VariantLink } from '../live/variant-link';
import classes from './decisions.module.css';
import { oldestFirst } from './oldest-first';

const REFETCH_MS = 5_000;
const SHOWN = 100;

/** The kills that wait for somebody to approve or dismiss them; nothing where none does. */
export function Approvals() {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.monitoring.list.queryOptions({ holdCause: 'approval', sort: 'risk', limit: SHOWN }),
    refetchInterval: REFETCH_MS,
  });
  const waiting = oldestFirst(query.data?.items ?? []);
  return (
    <>
      {query.isError && (
        <Failure what="the approvals" error={query.error} retry={() => void query.refetch()} />
      )}
      {waiting.length > 0 && (
        <Panel title={`Waiting for approval: ${waiting.length}`}>
          <Stack gap={6}>
            {waiting.map((variant) => (
              <Approval key={variant.monitoringId} variant={variant} />
            ))}
          </Stack>
        </Panel>
      )}
    </>
  );
}

function Approval({ variant }: { variant: MonitoredVariant }) {
  const mayAct = useIsAtLeast('operator');
  const now = useServerNow();
  const {
    variantId,
    monitoringId,
    personaId,
    engagementRate,
    expectedEngagementRate,
    approvalExpiresAt,
    policy,
  } = variant;
  const rate = engagementRate === null ? 'no rate' : formatRate(engagementRate);
  const left =
    approvalExpiresAt === null || now === null ? null : formatDuration(Date.parse(approvalExpiresAt) - now);
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" className={classes.waiting}>
        <VariantLink variantId={variantId} /> of {personaId}: {rate} where{' '}
        {formatRate(expectedEngagementRate)} was expected.
        {left !== null && ` Without an answer it is ${EXPIRY_WORDS[policy.approval.onExpiry]} in ${left}.`}
      </Text>
      {mayAct && (
        <Group gap="xs">
          <HandControl action="dismiss" variantId={variantId} monitoringId={monitoringId} />
          <HandControl action="approve" variantId={variantId} monitoringId={monitoringId} />
        </Group>
      )}
    </Group>
  );
}

const EXPIRY_WORDS = { spare: 'spared', kill: 'killed' } as const;
