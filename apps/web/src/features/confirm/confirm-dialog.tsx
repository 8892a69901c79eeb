'use client';

import { Group, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ChangeEvent, type FormEvent, useState } from 'react';
import { ActButton } from '../../components/act-button';
import { saidBesides } from '../../components/said';
import { signInAddress } from '../../gate';
import { useAsked } from './asked';
import { confirmBy, readStanding, type Standing } from './confirm-calls';

/** What asked for it may stand in a popover or a dialog, which must stay below and open. */
const ABOVE_ALL = 400;
const KEEPS_OTHERS_OPEN = { 'data-mantine-stop-propagation': 'true' };

/** Asks who is signed in to confirm that it's them, before what gives access to others; then that goes on. */
export function ConfirmDialog() {
  const answer = useAsked((asked) => asked.answer);
  return (
    <Modal
      opened={answer !== null}
      onClose={() => answer?.(false)}
      title="Confirm it’s you"
      centered
      size="sm"
      zIndex={ABOVE_ALL}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {answer !== null && <Question answer={answer} />}
    </Modal>
  );
}

function Question({ answer }: { answer: (isConfirmed: boolean) => void }) {
  const standing = useQuery({ queryKey: ['confirm'], queryFn: readStanding, gcTime: 0 });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what it listens to comes from the fields within.
    <div onKeyDown={({ key }) => key === 'Escape' && answer(false)}>
      <Stack gap="sm">
        <Text size="sm">
          This gives access or changes a secret, and your last sign-in was more than 15 minutes ago.
        </Text>
        {standing.isError && (
          <Text size="sm" c="var(--cull-kill)" role="alert">
            The server does not answer. Close this and try again.
          </Text>
        )}
        {standing.data !== undefined && <Proof by={standing.data.by} answer={answer} />}
      </Stack>
    </div>
  );
}

function Proof({ by, answer }: { by: Standing['by']; answer: (isConfirmed: boolean) => void }) {
  const [typed, setTyped] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState(false);
  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const refused = await confirmBy(by === 'code' ? { code: typed.trim() } : { password: typed });
    if (refused === null) return answer(true);
    setBusy(false);
    setRefusal(refused);
  };
  const field = {
    ...KEEPS_OTHERS_OPEN,
    required: true,
    // It comes after the dialog, which has looked for what to focus by then.
    autoFocus: true,
    value: typed,
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      setTyped(event.currentTarget.value);
      setRefusal(undefined);
    },
    error: refusal !== undefined && refusalWords(refusal),
  };
  if (by === 'sign_in') return <SignInAgain onCancel={() => answer(false)} />;
  return (
    <form onSubmit={(event) => void confirm(event)}>
      <Stack gap="sm">
        {by === 'code' ? (
          <TextInput
            {...field}
            label="Code from your authenticator app"
            inputMode="numeric"
            autoComplete="one-time-code"
          />
        ) : (
          <PasswordInput {...field} label="Your password" autoComplete="current-password" />
        )}
        <Group gap="xs">
          <ActButton {...KEEPS_OTHERS_OPEN} type="submit" loading={busy} disabled={typed === ''}>
            Confirm
          </ActButton>
          <ActButton {...KEEPS_OTHERS_OPEN} variant="default" onClick={() => answer(false)}>
            Cancel
          </ActButton>
        </Group>
      </Stack>
    </form>
  );
}

function refusalWords(refusal: string): string | undefined {
  if (refusal.startsWith('password: ')) return 'Incorrect password.';
  return refusal.startsWith('code: ') ? 'This code is wrong, or used already.' : saidBesides(refusal, []);
}

/** For those who have no password here. */
function SignInAgain({ onCancel }: { onCancel: () => void }) {
  const leave = () => {
    const { pathname, search } = window.location;
    window.location.assign(signInAddress(pathname + search));
  };
  return (
    <Stack gap="sm">
      <Text size="sm">You have no password here. Sign in again; you come back to this page.</Text>
      <Group gap="xs">
        <ActButton {...KEEPS_OTHERS_OPEN} onClick={leave}>
          Sign in again
        </ActButton>
        <ActButton {...KEEPS_OTHERS_OPEN} variant="default" onClick={onCancel}>
          Cancel
        </ActButton>
      </Group>
    </Stack>
  );
}
