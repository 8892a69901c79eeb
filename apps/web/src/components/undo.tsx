'use client';

import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { useTRPCClient } from '../trpc/provider';
import type { HandAction } from './hand-words';
import { saidBesides } from './said';

type Client = ReturnType<typeof useTRPCClient>;
type Target = { variantId: string; monitoringId: string };

/** Long enough to notice and to press. */
const OFFERED_MS = 10_000;
const REASON = 'Undone right away';

/** Returns the call that takes an act back; null for one that can't be. */
export function inverseOf(
  action: HandAction,
  target: Target,
  client: Client,
): (() => Promise<unknown>) | null {
  const input = { ...target, reason: REASON };
  switch (action) {
    case 'kill':
    case 'approve':
      return () => client.monitoring.revive.mutate(input);
    case 'protect':
    case 'dismiss':
      return () => client.monitoring.protect.mutate({ ...input, isProtected: false });
    case 'unprotect':
      return () => client.monitoring.protect.mutate(input);
    case 'stop':
    case 'revive':
      return null;
  }
}

interface Told {
  message: string;
  color: string;
  undo?: { label: string; act: () => Promise<unknown> };
}

/** Says what was done, and offers for a while to take it back. */
export function tellDone({ message, color, undo }: Told): void {
  if (undo === undefined) notifications.show({ message, color: color });
  else {
    const id = notifications.show({
      message: <Undoable message={message} {...undo} onUndone={() => notifications.hide(id)} />,
      color: color,
      autoClose: OFFERED_MS,
    });
  }
}

interface UndoableProps extends Pick<Told, 'message'> {
  label: string;
  act: () => Promise<unknown>;
  onUndone: () => void;
}

function Undoable({ message, label, act, onUndone }: UndoableProps) {
  const [busy, setBusy] = useState(false);
  const undo = async () => {
    setBusy(true);
    try {
      await act();
      notifications.show({ message: 'Undone.', color: 'good' });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      notifications.show({ title: 'Not undone', message: saidBesides(why, []), color: 'kill' });
    }
    onUndone();
  };
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap">
      <Text size="sm">{message}</Text>
      <Button
        size="compact-sm"
        variant="default"
        loading={busy}
        aria-label={label}
        onClick={() => void undo()}
      >
        Undo
      </Button>
    </Group>
  );
}
