'use client';

import { Group, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type MouseEvent, useRef, useState } from 'react';
import { ActButton } from '../../components/act-button';
import { Loaded } from '../../components/loaded';
import { Panel } from '../../components/panel';
import { SecretOnce } from '../../components/secret-once';
import { useTRPC } from '../../trpc/provider';
import { type Channel, ChannelRow } from './channel-row';
import { NewSlack } from './new-slack';
import { NewWebhook } from './new-webhook';

export interface Shown {
  readonly name: string;
  readonly secret: string;
}

/** Notification channels: webhooks for programs, Slack for people. */
export function Channels() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.channels.list.queryOptions());
  const [shown, setShown] = useState<Shown | null>(null);
  const [adding, setAdding] = useState<'webhook' | 'slack' | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const opener = useRef<HTMLElement | null>(null);
  const toHeading = () => heading.current?.focus();
  const refetch = () => void query.refetch();
  // What is chosen next builds on this, whether the list can be had again or not.
  const changed = (channel: Channel) => {
    queryClient.setQueryData(trpc.channels.list.queryKey(), (list) =>
      list === undefined ? list : { ...list, items: list.items.map((one) => newerOf(one, channel)) },
    );
    refetch();
  };
  // After the list, so that what asked for it is closed and takes the focus no more.
  const show = (made: Shown) => void query.refetch().then(() => setShown(made));
  const add = (kind: 'webhook' | 'slack') => (event: MouseEvent<HTMLElement>) => {
    opener.current = event.currentTarget;
    setAdding(kind);
  };
  const close = () => {
    setAdding(null);
    opener.current?.focus();
  };
  const removed = () => void query.refetch().then(toHeading);
  return (
    <Loaded what="the channels" query={query} height={260}>
      {({ items }) => (
        <>
          <Panel
            title="Channels"
            headingRef={heading}
            actions={
              <Group gap={6}>
                <ActButton size="compact-sm" onClick={add('webhook')}>
                  Add webhook
                </ActButton>
                <ActButton size="compact-sm" variant="default" onClick={add('slack')}>
                  Add Slack channel
                </ActButton>
              </Group>
            }
          >
            {shown !== null && (
              <SecretOnce
                key={shown.secret}
                name={`the secret of ${shown.name}`}
                secret={shown.secret}
                onDone={() => {
                  setShown(null);
                  toHeading();
                }}
              />
            )}
            {items.length === 0 && <Text size="sm">No notification channels yet.</Text>}
            {items.map((channel) => (
              <ChannelRow
                key={channel.channelId}
                channel={channel}
                onChange={changed}
                onRemoved={removed}
                onSecret={show}
              />
            ))}
          </Panel>
          {adding === 'webhook' && <NewWebhook onMade={show} onClose={close} />}
          {adding === 'slack' && <NewSlack onMade={refetch} onClose={close} />}
        </>
      )}
    </Loaded>
  );
}

function newerOf(channel: Channel, changed: Channel): Channel {
  return channel.channelId === changed.channelId ? changed : channel;
}
