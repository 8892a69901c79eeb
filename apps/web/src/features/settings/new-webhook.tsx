'use client';

import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Panel } from '../../components/panel';
import { useTRPC } from '../../trpc/provider';
import { EventTypes } from './event-type-choice';
import { eventTypesOf, USUAL_TYPES } from './event-types';

/** A webhook for a program. */
export function NewWebhook({ onMade }: { onMade: (made: { name: string; secret: string }) => void }) {
  const trpc = useTRPC();
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [eventTypes, setEventTypes] = useState(eventTypesOf(USUAL_TYPES));
  const create = useMutation({
    ...trpc.channels.createWebhook.mutationOptions(),
    onSuccess: (made) => {
      setName('');
      setUrl('');
      onMade(made);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ name, url, eventTypes });
  };
  const isWrong = url !== '' && !/^https?:\/\/\S/.test(url);
  return (
    <Panel title="Add a webhook">
      <form onSubmit={submit}>
        <Stack gap="xs" maw={640}>
          <TextInput
            size="xs"
            label="Name of the webhook"
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
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
              disabled={name.trim() === '' || url === '' || isWrong}
            >
              Add the webhook
            </Button>
          </div>
        </Stack>
      </form>
    </Panel>
  );
}
