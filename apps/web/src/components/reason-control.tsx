'use client';

import { Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { ActButton } from './act-button';
import { PopoverButton, type PopoverButtonSize } from './popover-button';

interface Props {
  /** On the button. */
  button: ReactNode;
  /** The same in full, on the button that acts, and for those who hear the page. */
  label: string;
  /** What it does, in a sentence. */
  does: string;
  colour: string;
  size?: PopoverButtonSize;
  /** Why it was refused. */
  problem: string | undefined;
  busy: boolean;
  /** Acts with the reason; rejects where it is refused. */
  act: (reason: string) => Promise<unknown>;
  /** Asks for the reason as soon as it is there, for links that lead to it. */
  asksAtOnce?: boolean;
  /** By which keyboard shortcuts find the button. */
  action?: string;
  /** What it would change, shown before it is done. */
  impact?: ReactNode;
  /** The reason that is proposed. */
  proposed?: string;
}

const MAX_REASON = 500;

/** A button that asks for the reason before it acts; the reason goes into the record. */
export function ReasonControl({
  button,
  label,
  does,
  colour,
  size = 'small',
  problem,
  busy,
  act,
  asksAtOnce = false,
  action,
  impact,
  proposed = '',
}: Props) {
  const [opened, setOpened] = useState(asksAtOnce);
  const [typed, setTyped] = useState<string | null>(null);
  const reason = typed ?? proposed;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await act(reason);
    } catch {
      // Its reason stands beside the field, which stays open.
      return;
    }
    setOpened(false);
    setTyped(null);
  };
  return (
    <PopoverButton
      button={button}
      label={label}
      size={size}
      action={action}
      opened={opened}
      onOpened={setOpened}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="xs">
          <Text size="sm">{does}</Text>
          {opened && impact}
          <TextInput
            label="Reason"
            required
            maxLength={MAX_REASON}
            value={reason}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={problem}
            data-autofocus
          />
          <ActButton type="submit" color={colour} loading={busy} disabled={reason.trim() === ''}>
            {label}
          </ActButton>
        </Stack>
      </form>
    </PopoverButton>
  );
}
