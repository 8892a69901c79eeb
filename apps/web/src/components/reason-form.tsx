'use client';

import { Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { ActButton } from './act-button';
import classes from './reason-form.module.css';
import { useAnswered } from './use-answered';

interface Props {
  /** The act in full, on the button. */
  label: string;
  /** What it does, in a sentence. */
  does: string;
  color: string;
  /** Why it was refused. */
  problem: string | undefined;
  busy: boolean;
  /** Acts with the reason; rejects where it is refused. */
  act: (reason: string) => Promise<unknown>;
  onDone: () => void;
  /** What it would change, shown before it is done. */
  impact?: ReactNode;
  /** The reason that is proposed. */
  proposed?: string;
  /** Whether it may be done: false while what it would change is still being worked out. */
  isReady?: boolean;
  /** Why it cannot be done any more. */
  obstacle?: string | null;
}

const MAX_REASON = 500;

/** Asks for the reason of an act; the reason goes into the record. */
export function ReasonForm({
  label,
  does,
  color,
  problem,
  busy,
  act,
  onDone,
  impact,
  proposed = '',
  isReady = true,
  obstacle = null,
}: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const reason = typed ?? proposed;
  const [isTouched, setIsTouched] = useState(false);
  const [isRefused, setIsRefused] = useState(false);
  const isBlank = reason.trim() === '';
  // Its reason stands next to the field, which stays open.
  const answered = useAnswered({ label, onDone, onRefused: () => setIsRefused(true) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // React lets it rise to what stands around the question's button, which may be a form of its own.
    event.stopPropagation();
    if (isReady) void answered(() => act(reason));
  };
  const refusal = isRefused ? problem : undefined;
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Text size="sm">{does}</Text>
        {impact}
        <TextInput
          label="Reason"
          required
          maxLength={MAX_REASON}
          value={reason}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setIsTouched(true);
            setIsRefused(false);
          }}
          error={isTouched && isBlank ? 'Add a short reason. It’s saved in the audit trail.' : refusal}
          data-autofocus
        />
        {obstacle !== null && (
          <Text size="sm" c="var(--cull-kill)" role="alert" className={classes.obstacle}>
            {obstacle}
          </Text>
        )}
        <ActButton
          type="submit"
          color={color}
          loading={busy}
          disabled={isBlank || !isReady || obstacle !== null}
        >
          {label}
        </ActButton>
      </Stack>
    </form>
  );
}
