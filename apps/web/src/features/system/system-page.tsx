'use client';

import { SimpleGrid, Stack, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Loaded } from '../../components/loaded';
import { useTRPC } from '../../trpc/provider';
import { EventLog } from './event-log';
import { Halts } from './halts';
import { Latency } from './latency';
import { OverTime } from './over-time';
import { Queues } from './queues';
import { Sources } from './sources';
import { Workers } from './workers';

const REFETCH_MS = 2_000;
const HEIGHT = 300;

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
      <Loaded what="the status" query={status} height={HEIGHT}>
        {(known) => (
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
            <Halts status={known} />
            <Workers status={known} />
            <Sources status={known} />
            <Queues status={known} />
          </SimpleGrid>
        )}
      </Loaded>
      <OverTime />
      <Latency />
      <EventLog />
    </Stack>
  );
}
