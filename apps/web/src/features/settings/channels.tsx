'use client';

import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Failure } from '../../components/failure';
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
  const refetch = () => void query.refetch();
  if (query.isPending) return <Skeleton height={260} />;
  if (query.isError) return <Failure what="the channels" error={query.error} retry={refetch} />;
  const { items } = query.data;
  return (
    <Stack gap="sm">
      <Panel title="Channels">
        {shown !== null && (
          <SecretOnce
            name={`the secret of ${shown.name}`}
            secret={shown.secret}
            onDone={() => setShown(null)}
          />
        )}
        {items.length === 0 && <Text size="sm">Nobody is told of anything yet.</Text>}
        {items.map((channel) => (
          <ChannelRow key={channel.channelId} channel={channel} onChange={refetch} onSecret={setShown} />
        ))}
      </Panel>
      <NewWebhook
        onMade={(made) => {
          setShown(made);
          refetch();
        }}
      />
      <NewSlack onMade={refetch} />
    </Stack>
  );
}
