'use client';

import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Panel } from '../../components/panel';
import { useTRPC } from '../../trpc/provider';
import { EventTypes } from './event-type-choice';
import { eventTypesOf, USUAL_TYPES } from './event-types';

/** A channel in Slack for people. */
export function NewSlack({ onMade }: { onMade: () => void }) {
  const trpc = useTRPC();
  const [name, setName] = useState('');
  const [botToken, setBotToken] = useState('');
  const [slackChannel, setSlackChannel] = useState('');
  const [eventTypes, setEventTypes] = useState(eventTypesOf(USUAL_TYPES));
  const create = useMutation({
    ...trpc.channels.createSlack.mutationOptions(),
    onSuccess: () => {
      setName('');
      setBotToken('');
      setSlackChannel('');
      onMade();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ name, botToken, slackChannel, eventTypes });
  };
  const isWrong = botToken !== '' && !botToken.startsWith('xoxb-');
  return (
    <Panel title="Add a Slack channel">
      <form onSubmit={submit}>
        <Stack gap="xs" maw={640}>
          <TextInput
            size="xs"
            label="Name of the Slack channel, here"
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PasswordInput
            size="xs"
            label="Bot token"
            description="Of a Slack app with the scope chat:write; never shown again"
            autoComplete="off"
            required
            maxLength={500}
            value={botToken}
            onChange={(event) => setBotToken(event.currentTarget.value)}
            error={isWrong ? 'needs a bot token, which begins with xoxb-' : undefined}
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
          />
          <EventTypes value={eventTypes} onChange={setEventTypes} />
          {create.error !== null && (
            <Text size="sm" c="var(--cull-kill)" role="alert">
              {create.error.message}
            </Text>
          )}
          <div>
            <Button
              type="submit"
              size="xs"
              loading={create.isPending}
              disabled={name.trim() === '' || botToken === '' || isWrong || slackChannel.trim() === ''}
            >
              Add the Slack channel
            </Button>
          </div>
        </Stack>
      </form>
    </Panel>
  );
}
