'use client';

import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '../../trpc/provider';
import { NewChannel } from './new-channel';

/** A webhook for a program. */
export function NewWebhook({ onMade }: { onMade: (made: { name: string; secret: string }) => void }) {
  const trpc = useTRPC();
  const [url, setUrl] = useState('');
  const create = useMutation({
    ...trpc.channels.createWebhook.mutationOptions(),
    onSuccess: (made) => {
      setUrl('');
      onMade(made);
    },
  });
  const isWrong = url !== '' && !/^https?:\/\/\S/.test(url);
  return (
    <NewChannel
      what="a webhook"
      nameLabel="Name of the webhook"
      isReady={url !== '' && !isWrong}
      create={(values) => create.mutateAsync({ ...values, url })}
      problem={create.error?.message}
      busy={create.isPending}
    >
      <TextInput
        size="xs"
        label="Address"
        description="A public address over TLS, or one in the networks that the operator has allowed"
        placeholder="https://orchestrator.example.com/cull"
        required
        maxLength={2_000}
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        error={isWrong ? 'needs an address like https://example.com/cull' : undefined}
      />
    </NewChannel>
  );
}
