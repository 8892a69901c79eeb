'use client';

import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ActButton } from './act-button';
import { PopoverButton } from './popover-button';

interface Props {
  /** On the button. */
  button: string;
  /** The same in full. */
  label: string;
  /** What it does, in a sentence. */
  does: string;
  colour: string;
  problem: string | undefined;
  busy: boolean;
  /** Rejects where it is refused. */
  act: () => Promise<unknown>;
}

/** A button that asks once more before it acts. */
export function ConfirmControl({ button, label, does, colour, problem, busy, act }: Props) {
  const [opened, setOpened] = useState(false);
  const [isRefused, setIsRefused] = useState(false);
  const confirm = () =>
    act().then(
      () => setOpened(false),
      // Its reason is shown, and the question stays.
      () => setIsRefused(true),
    );
  const turn = (isOpen: boolean) => {
    setOpened(isOpen);
    setIsRefused(false);
  };
  return (
    <PopoverButton button={button} label={label} opened={opened} onOpened={turn}>
      <Stack gap="xs">
        <Text size="sm">{does}</Text>
        {isRefused && problem !== undefined && (
          <Text size="sm" c="var(--cull-kill)" role="alert">
            {problem}
          </Text>
        )}
        <ActButton color={colour} loading={busy} onClick={() => void confirm()}>
          {label}
        </ActButton>
      </Stack>
    </PopoverButton>
  );
}
