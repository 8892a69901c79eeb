'use client';

import { Button } from '@mantine/core';
import { useState } from 'react';
import { authClient, refusalOf } from '../../components/auth-client';
import { signInAddress } from '../../gate';

interface Props {
  name: string;
  /** Where to go after it. */
  next: string;
  onProblem: (problem: string) => void;
}

/** Sends the reader to the configured provider, and back. */
export function ProviderButton({ name, next, onProblem }: Props) {
  const [busy, setBusy] = useState(false);
  const leave = async () => {
    setBusy(true);
    const refusal = await refusalOf(
      authClient.signIn.social({
        provider: 'sso',
        // Whole addresses: of mere paths the library takes but those without colons and the like.
        callbackURL: new URL(next, window.location.origin).href,
        errorCallbackURL: new URL(signInAddress(next), window.location.origin).href,
      }),
    );
    if (refusal === null) return;
    setBusy(false);
    onProblem(refusal.status === null ? refusal.message : `${name} cannot be reached now.`);
  };
  return (
    <Button variant="default" loading={busy} onClick={() => void leave()}>
      Sign in with {name}
    </Button>
  );
}
