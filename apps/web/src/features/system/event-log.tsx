'use client';

import type { EventFrame } from '@cull/api';
import { NativeSelect, Skeleton, Text } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Failure } from '../../components/failure';
import { Instant } from '../../components/instant';
import { OlderButton } from '../../components/older-button';
import { Panel } from '../../components/panel';
import { useAddress } from '../../components/use-address';
import { useTRPC, useTRPCClient } from '../../trpc/provider';
import { eventText } from '../live/feed/event-words';
import { VariantLink } from '../live/list/variant-link';
import { EVENT_KINDS, eventKindOf } from './event-kinds';
import classes from './system.module.css';

/** A page has no cursor before it. */
const FIRST: string | null = null;
const PAGE = 100;
const REFETCH_MS = 3_000;

/** The log as it is written, newest first. */
export function EventLog() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [get, change] = useAddress();
  const kind = eventKindOf(get('events'));
  const query = useInfiniteQuery({
    queryKey: [...trpc.events.list.pathKey(), kind.value],
    queryFn: ({ pageParam: cursor, signal }) =>
      client.events.list.query(
        {
          limit: PAGE,
          ...(kind.types !== null && { types: [...kind.types] }),
          ...(cursor !== null && { cursor }),
        },
        { signal },
      ),
    initialPageParam: FIRST,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: ({ state }) => REFETCH_MS * (state.data?.pages.length ?? 1),
    placeholderData: keepPreviousData,
  });
  const events = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Panel
      title="Event log"
      actions={
        <NativeSelect
          size="xs"
          aria-label="Kind of events"
          data={EVENT_KINDS.map(({ value, label }) => ({ value, label }))}
          value={kind.value}
          onChange={(event) => change({ events: event.currentTarget.value })}
        />
      }
    >
      {query.isError && <Failure what="the log" error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton height={240} />}
      {query.isSuccess && events.length === 0 && (
        <Text size="sm">{kind.types === null ? 'No events yet.' : 'No events of this kind.'}</Text>
      )}
      <ol className={classes.events}>
        {events.map((event) => (
          <Entry key={event.id} event={event} />
        ))}
      </ol>
      <OlderButton list={query} />
    </Panel>
  );
}

function Entry({ event }: { event: EventFrame }) {
  return (
    <li>
      <Text size="xs" c="var(--cull-muted)">
        <Instant at={event.at} />
      </Text>
      <code>{event.type}</code>
      <span>{event.variantId === null ? event.personaId : <VariantLink variantId={event.variantId} />}</span>
      <Text size="sm">{eventText(event)}</Text>
    </li>
  );
}
