'use client';

import { type ChannelEventType, DEFAULT_CHANNEL_EVENT_TYPES } from '@cull/core';
import { Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { ActButton } from '../../components/act-button';
import { Panel } from '../../components/panel';
import { EventTypes } from './event-type-choice';

interface Props {
  /** What it is, in the words of a button: `the webhook`. */
  what: string;
  nameLabel: string;
  /** Whether the fields of its kind are filled in well. */
  isReady: boolean;
  /** Rejects where it is refused. */
  create: (values: { name: string; eventTypes: ChannelEventType[] }) => Promise<unknown>;
  /** What was refused, but for the name and the fields of its kind. */
  problem: string | undefined;
  nameProblem: string | undefined;
  busy: boolean;
  /** The fields of its kind. */
  children: ReactNode;
}

/** What every new channel is asked for: a name, and the events that it receives. */
export function NewChannel({
  what,
  nameLabel,
  isReady,
  create,
  problem,
  nameProblem,
  busy,
  children,
}: Props) {
  const [name, setName] = useState('');
  const [eventTypes, setEventTypes] = useState([...DEFAULT_CHANNEL_EVENT_TYPES]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create({ name, eventTypes }).then(
      () => setName(''),
      // Its reason is shown, and what was entered stays.
      () => {},
    );
  };
  return (
    <Panel title={`Add ${what}`}>
      <form onSubmit={submit}>
        <Stack gap="xs" maw={640}>
          <TextInput
            size="xs"
            label={nameLabel}
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={nameProblem}
          />
          {children}
          <EventTypes value={eventTypes} onChange={setEventTypes} />
          {problem !== undefined && (
            <Text size="sm" c="var(--cull-kill)" role="alert">
              {problem}
            </Text>
          )}
          <div>
            <ActButton type="submit" loading={busy} disabled={name.trim() === '' || !isReady}>
              Add {what}
            </ActButton>
          </div>
        </Stack>
      </form>
    </Panel>
  );
}
