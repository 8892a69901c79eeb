'use client';

import { type ChannelEventType, DEFAULT_CHANNEL_EVENT_TYPES } from '@cull/core';
import { Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { ActButton } from '../../components/act-button';
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
  onClose: () => void;
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
  onClose,
  children,
}: Props) {
  const [name, setName] = useState('');
  const [eventTypes, setEventTypes] = useState([...DEFAULT_CHANNEL_EVENT_TYPES]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create({ name, eventTypes }).then(
      onClose,
      // Its reason is shown, and what was entered stays.
      () => {},
    );
  };
  return (
    // What was made takes the focus, or the button that asked for it has it still.
    <Modal
      opened
      onClose={onClose}
      title={`Add ${what}`}
      size="lg"
      returnFocus={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit}>
        <Stack gap="xs">
          <TextInput
            size="xs"
            label={nameLabel}
            required
            data-autofocus
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
          <Group justify="flex-end" mt="xs">
            <ActButton variant="default" onClick={onClose}>
              Cancel
            </ActButton>
            <ActButton type="submit" loading={busy} disabled={name.trim() === '' || !isReady}>
              Add {what}
            </ActButton>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
