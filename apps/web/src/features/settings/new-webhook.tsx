'use client';

import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { saidBesides, saidOf } from '../../components/said';
import { useTRPC } from '../../trpc/provider';
import { NewChannel } from './new-channel';

interface Props {
  onMade: (made: { name: string; secret: string }) => void;
  onClose: () => void;
}

/** A webhook for a program. */
export function NewWebhook({ onMade, onClose }: Props) {
  const trpc = useTRPC();
  const [url, setUrl] = useState('');
  const create = useMutation({
    ...trpc.channels.createWebhook.mutationOptions(),
    onSuccess: onMade,
  });
  const refusal = create.error?.message;
  const isWrong = url !== '' && !/^https?:\/\/\S/.test(url);
  return (
    <NewChannel
      what="a webhook"
      nameLabel="Name of the webhook"
      isReady={url !== '' && !isWrong}
      create={(values) => create.mutateAsync({ ...values, url })}
      problem={saidBesides(refusal, ['url', 'name'])}
      nameProblem={saidOf(refusal, 'name')}
      busy={create.isPending}
      onClose={onClose}
    >
      <TextInput
        size="xs"
        label="Address"
        description="A public HTTPS address, or one in a network that the operator allows"
        placeholder="https://orchestrator.example.com/cull"
        required
        maxLength={2_000}
        value={url}
        onChange={(event) => {
          setUrl(event.currentTarget.value);
          create.reset();
        }}
        error={isWrong ? 'Needs an address like https://example.com/cull.' : saidOf(refusal, 'url')}
      />
    </NewChannel>
  );
}
