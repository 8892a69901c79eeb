'use client';

import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Loaded } from '../../components/loaded';
import { Panel } from '../../components/panel';
import { SecretOnce } from '../../components/secret-once';
import { useTRPC } from '../../trpc/provider';
import { ChannelRow } from './channel-row';
import { NewSlack } from './new-slack';
import { NewWebhook } from './new-webhook';

export interface Shown {
  readonly name: string;
  readonly secret: string;
}

/** Who is told of what happens: programs by webhooks, people by Slack. */
export function Channels() {
  const trpc = useTRPC();
  const query = useQuery(trpc.channels.list.queryOptions());
  const [shown, setShown] = useState<Shown | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const toHeading = () => heading.current?.focus();
  const refetch = () => void query.refetch();
  // After the list, so that what asked for it is closed and takes the focus no more.
  const show = (made: Shown) => void query.refetch().then(() => setShown(made));
  const removed = () => void query.refetch().then(toHeading);
  return (
    <Loaded what="the channels" query={query} height={260}>
      {({ items }) => (
        <Stack gap="sm">
          <Panel title="Channels" headingRef={heading}>
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
            {items.length === 0 && <Text size="sm">Nobody is told of anything yet.</Text>}
            {items.map((channel) => (
              <ChannelRow
                key={channel.channelId}
                channel={channel}
                onChange={refetch}
                onRemoved={removed}
                onSecret={show}
              />
            ))}
          </Panel>
          <NewWebhook onMade={show} />
          <NewSlack onMade={refetch} />
        </Stack>
      )}
    </Loaded>
  );
}
