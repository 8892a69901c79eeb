'use client';

import { Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ActButton } from './act-button';
import { PopoverButton } from './popover-button';
import { useAnswered } from './use-answered';

interface QuestionProps {
  /** The act in full, on the button. */
  label: string;
  /** What it does, in a sentence. */
  does: string;
  color: string;
  problem: string | undefined;
  busy: boolean;
  /** Rejects where it is refused. */
  act: () => Promise<unknown>;
  onDone: () => void;
  /** What there is to choose or to know first. */
  children?: ReactNode;
}

interface Props extends Omit<QuestionProps, 'onDone'> {
  /** On the button that asks. */
  button: string;
}

/** A button that asks once more before it acts. */
export function ConfirmControl({ button, ...question }: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <PopoverButton button={button} label={question.label} opened={opened} onOpened={setOpened}>
      <Question {...question} onDone={() => setOpened(false)} />
    </PopoverButton>
  );
}

function Question({ label, does, color, problem, busy, act, onDone, children }: QuestionProps) {
  const [isRefused, setIsRefused] = useState(false);
  // Its reason is shown, and the question stays.
  const answered = useAnswered({ label, onDone, onRefused: () => setIsRefused(true) });
  return (
    <Stack gap="xs">
      <Text size="sm">{does}</Text>
      {children}
      {isRefused && problem !== undefined && (
        <Text size="sm" c="var(--cull-kill)" role="alert">
          {problem}
        </Text>
      )}
      <ActButton color={color} loading={busy} onClick={() => void answered(act)}>
        {label}
      </ActButton>
    </Stack>
  );
}
