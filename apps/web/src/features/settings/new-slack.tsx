'use client';

import { PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { saidBesides, saidOf } from '../../components/said';
import { useTRPC } from '../../trpc/provider';
import { NewChannel } from './new-channel';

interface Props {
  onMade: () => void;
  onClose: () => void;
}

/** A channel in Slack for people. */
export function NewSlack({ onMade, onClose }: Props) {
  const trpc = useTRPC();
  const [botToken, setBotToken] = useState('');
  const [slackChannel, setSlackChannel] = useState('');
  const create = useMutation({
    ...trpc.channels.createSlack.mutationOptions(),
    onSuccess: onMade,
  });
  const refusal = create.error?.message;
  const isWrong = botToken !== '' && !botToken.startsWith('xoxb-');
  return (
    <NewChannel
      what="a Slack channel"
      nameLabel="Display name"
      isReady={botToken !== '' && !isWrong && slackChannel.trim() !== ''}
      create={(values) => create.mutateAsync({ ...values, botToken, slackChannel })}
      problem={saidBesides(refusal, ['botToken', 'slackChannel', 'name'])}
      nameProblem={saidOf(refusal, 'name')}
      busy={create.isPending}
      onClose={onClose}
    >
      <PasswordInput
        size="xs"
        label="Bot token"
        description="Of a Slack app with the scope chat:write; never shown again"
        autoComplete="off"
        required
        maxLength={500}
        value={botToken}
        onChange={(event) => setBotToken(event.currentTarget.value)}
        error={isWrong ? 'Needs a bot token, which begins with xoxb-.' : saidOf(refusal, 'botToken')}
      />
      <TextInput
        size="xs"
        label="Channel id"
        description="The app has to be a member of it"
        placeholder="C0123456789"
        required
        maxLength={100}
        value={slackChannel}
        onChange={(event) => setSlackChannel(event.currentTarget.value)}
        error={saidOf(refusal, 'slackChannel')}
      />
    </NewChannel>
  );
}
