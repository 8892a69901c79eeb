'use client';

import { Button, Popover, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTRPCClient } from '../../trpc/provider';

type HaltScope = { type: 'global' } | { type: 'persona'; id: string };
export const GLOBAL: HaltScope = { type: 'global' };

const WORDS = {
  pause: { button: 'Pause all kills', done: 'Kills are paused.', colour: 'red' },
  resume: { button: 'Resume kills', done: 'Kills are resumed.', colour: 'teal' },
} as const;

/** Stops kills by rules, or lets them happen again; the reason goes into the record. */
export function HaltControl({ action, scope }: { action: keyof typeof WORDS; scope: HaltScope }) {
  const client = useTRPCClient();
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState('');
  const { button, done, colour } = WORDS[action];
  const mutation = useMutation({
    mutationFn: () => client.system[action].mutate({ scope, reason }),
    onSuccess: () => {
      setOpened(false);
      setReason('');
      notifications.show({ message: done, color: colour });
    },
  });
  const act = (event: FormEvent) => {
    event.preventDefault();
    mutation.mutate();
  };
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus withArrow position="bottom-end" width={280}>
      <Popover.Target>
        <Button size="compact-xs" variant="default" onClick={() => setOpened((open) => !open)}>
          {button}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={act}>
          <Stack gap="xs">
            <TextInput
              label="Reason"
              required
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              error={mutation.error?.message}
              data-autofocus
            />
            <Button
              type="submit"
              size="xs"
              color={colour}
              loading={mutation.isPending}
              disabled={reason.trim() === ''}
            >
              {button}
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
