'use client';

import type { AppRouter } from '@cull/api';
import { Anchor, Button, Group, NativeSelect, Skeleton, Text } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useState } from 'react';
import { ConfirmControl } from '../../components/confirm-control';
import { Failure } from '../../components/failure';
import { clockTime, Instant } from '../../components/instant';
import { Panel } from '../../components/panel';
import { saidBesides } from '../../components/said';
import tables from '../../components/table.module.css';
import { useAddress } from '../../components/use-address';
import { useTRPC } from '../../trpc/provider';
import classes from './settings.module.css';

type Delivery = inferRouterOutputs<AppRouter>['deliveries']['list']['items'][number];

const SHOWN = 100;
const REFETCH_MS = 5_000;
const STATES = ['pending', 'delivered', 'failed'] as const;

/** Each delivery with its receiver and result, and the way to send it again. */
export function Deliveries() {
  const trpc = useTRPC();
  const [get, change] = useAddress();
  const state = STATES.find((name) => name === get('state'));
  const channelId = get('channel');
  const channels = useQuery(trpc.channels.list.queryOptions());
  const isKnown = channels.data?.items.some((channel) => channel.channelId === channelId);
  const isGone = channelId !== '' && isKnown === false;
  const query = useQuery({
    ...trpc.deliveries.list.queryOptions({
      limit: SHOWN,
      ...(state !== undefined && { state }),
      ...(channelId !== '' && { channelId }),
    }),
    enabled: channelId === '' || isKnown === true,
    refetchInterval: REFETCH_MS,
    placeholderData: keepPreviousData,
  });
  const refetch = () => void query.refetch();
  return (
    <Panel
      title="Deliveries"
      actions={
        <Group gap="xs" miw={0}>
          <NativeSelect
            size="xs"
            className={classes.choice}
            aria-label="Channel"
            data={[
              { value: '', label: 'All channels' },
              ...(channels.data?.items ?? []).map((channel) => ({
                value: channel.channelId,
                label: channel.name,
              })),
              ...(isGone ? [{ value: channelId, label: 'A channel that is gone' }] : []),
            ]}
            value={channelId}
            onChange={(event) => change({ channel: event.currentTarget.value })}
          />
          <NativeSelect
            size="xs"
            className={classes.choice}
            aria-label="State"
            data={[{ value: '', label: 'All states' }, ...STATES]}
            value={state ?? ''}
            onChange={(event) => change({ state: event.currentTarget.value })}
          />
        </Group>
      }
    >
      {isGone && (
        <Group gap="sm">
          <Text size="sm">This channel is gone, and its deliveries with it.</Text>
          <Button size="compact-xs" variant="default" onClick={() => change({ channel: '' })}>
            Show all channels
          </Button>
        </Group>
      )}
      {channels.isError && (
        <Failure what="the channels" error={channels.error} retry={() => void channels.refetch()} />
      )}
      {query.isPending && !isGone && !channels.isError && <Skeleton height={220} />}
      {query.isError && <Failure what="the deliveries" error={query.error} retry={refetch} />}
      {!isGone && query.data?.items.length === 0 && <Text size="sm">No deliveries match.</Text>}
      {!isGone && query.data !== undefined && query.data.items.length > 0 && (
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">Event</th>
              <th scope="col">Happened</th>
              <th scope="col">Channel</th>
              <th scope="col">State</th>
              <th scope="col">Attempts</th>
              <th scope="col">Change</th>
            </tr>
          </thead>
          <tbody>
            {query.data.items.map((delivery) => (
              <Row key={delivery.deliveryId} delivery={delivery} onReplayed={refetch} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function Row({ delivery, onReplayed }: { delivery: Delivery; onReplayed: () => void }) {
  const { deliveryId, eventType, at, channel, state, error, attempts, nextAttemptAt, data } = delivery;
  const trpc = useTRPC();
  const [isOpen, setIsOpen] = useState(false);
  const replay = useMutation({ ...trpc.deliveries.replay.mutationOptions(), onSuccess: onReplayed });
  return (
    <tr>
      <th scope="row">
        <Anchor
          component="button"
          type="button"
          size="sm"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        >
          {eventType}
        </Anchor>
        {isOpen && <pre>{JSON.stringify(data, null, 2)}</pre>}
      </th>
      <td data-label="Happened">
        <Instant at={at} />
      </td>
      <td data-label="Channel">{channel}</td>
      <td data-label="State">
        {state}
        {error !== null && `: ${error}`}
        {nextAttemptAt !== null && state === 'pending' && (
          <>
            , again at <Instant at={nextAttemptAt} />
          </>
        )}
      </td>
      <td data-label="Attempts">
        {attempts.length}
        {isOpen &&
          attempts.map((attempt) => (
            <Text key={attempt.at} size="xs" c="var(--cull-muted)">
              <Instant at={attempt.at} />: {attempt.status ?? 'no answer'}, {attempt.durationMs} ms
              {attempt.error !== null && `, ${attempt.error}`}
            </Text>
          ))}
      </td>
      <td data-label="Change">
        {state !== 'pending' && (
          // Rows move while they are looked at: it says of which it is before it acts.
          <ConfirmControl
            button="Send again"
            label={`Send again: ${eventType} to ${channel}`}
            does={`Sends what happened at ${clockTime(new Date(at))} again. A receiver that already has it gets it twice, with the same webhook-id.`}
            color="accent"
            problem={saidBesides(replay.error?.message, [])}
            busy={replay.isPending}
            act={() => replay.mutateAsync({ deliveryId })}
          />
        )}
      </td>
    </tr>
  );
}
