'use client';

import { SimpleGrid, Skeleton, Stack, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Failure } from '../../components/failure';
import { useTRPC } from '../../trpc/provider';
import { EventLog } from './event-log';
import { Halts } from './halts';
import { Latency } from './latency';
import { Queues } from './queues';
import { Sources } from './sources';
import { Workers } from './workers';

const REFETCH_MS = 2_000;

/** Whether Cull is alive and fast, and what keeps it from killing. */
export function SystemPage() {
  const trpc = useTRPC();
  const status = useQuery({
    ...trpc.system.status.queryOptions(),
    refetchInterval: REFETCH_MS,
    placeholderData: keepPreviousData,
  });
  return (
    <Stack gap="sm">
      <Title order={1} size="h3">
        System
      </Title>
      {status.isError && (
        <Failure what="the status" error={status.error} retry={() => void status.refetch()} />
      )}
      {status.isPending && <Skeleton height={300} />}
      {status.data !== undefined && (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
          <Halts status={status.data} />
          <Workers status={status.data} />
          <Sources status={status.data} />
          <Queues status={status.data} />
        </SimpleGrid>
      )}
      <Latency />
      <EventLog />
    </Stack>
  );
}
