'use client';

import { Anchor, Button, Text, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { type AuthRefusal, authClient, refusalOf } from '../../components/auth-client';
import { saidBesides } from '../../components/said';
import { FrontDoor } from './front-door';

interface Props {
  /** Where to go after it. */
  next: string;
  onBack: () => void;
}

/** Asks for the code of an authenticator app, or a backup code, after the password. */
export function SecondStep({ next, onBack }: Props) {
  const [isBackup, setIsBackup] = useState(false);
  // What is typed before the scripts are there stays only where no script holds it.
  const code = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  const verify = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    const typed = { code: code.current?.value.trim() ?? '' };
    const { twoFactor } = authClient;
    const refusal = await refusalOf(
      isBackup ? twoFactor.verifyBackupCode(typed) : twoFactor.verifyTotp(typed),
    );
    if (refusal === null) return window.location.assign(next);
    setBusy(false);
    setProblem(refusalWords(refusal));
  };

  return (
    <FrontDoor problem={problem} onSubmit={verify}>
      <TextInput
        key={String(isBackup)}
        label={isBackup ? 'Backup code' : 'Code from your authenticator app'}
        inputMode={isBackup ? 'text' : 'numeric'}
        autoComplete="one-time-code"
        autoFocus
        required
        maxLength={20}
        ref={code}
      />
      <Button type="submit" loading={busy}>
        Continue
      </Button>
      <Anchor
        component="button"
        type="button"
        size="sm"
        onClick={() => {
          setIsBackup(!isBackup);
          setProblem(undefined);
        }}
      >
        {isBackup ? 'Use the authenticator app' : 'Use a backup code'}
      </Anchor>
      <Anchor component="button" type="button" size="sm" onClick={onBack}>
        Sign in as somebody else
      </Anchor>
      <Text size="sm" c="var(--cull-muted)">
        If you have lost both, an admin can reset your second factor.
      </Text>
    </FrontDoor>
  );
}

function refusalWords({ status, code, message }: AuthRefusal): string | undefined {
  switch (code) {
    case 'INVALID_TWO_FACTOR_COOKIE':
    case 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE':
      return 'This took too long or too many attempts. Sign in again from the start.';
    case 'CODE_USED':
      return 'This code was used already. Wait for the next one.';
    default:
      return status === 401 ? 'This code is wrong.' : saidBesides(message, []);
  }
}
