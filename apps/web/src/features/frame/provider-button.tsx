'use client';

import { Button } from '@mantine/core';
import { useState } from 'react';
import { authClient } from '../../components/auth-client';
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
    const { error } = await authClient.signIn.social({
      provider: 'sso',
      // Whole addresses: of mere paths the library takes but those without colons and the like.
      callbackURL: new URL(next, window.location.origin).href,
      errorCallbackURL: new URL(signInAddress(next), window.location.origin).href,
    });
    if (error === null) return;
    setBusy(false);
    onProblem(`${name} cannot be reached now.`);
  };
  return (
    <Button variant="default" loading={busy} onClick={() => void leave()}>
      Sign in with {name}
    </Button>
  );
}

/** What the provider or Cull refused, in a sentence; null where nothing was. */
export function refusalWords(code: string | null): string | null {
  switch (code) {
    case null:
      return null;
    case 'not_invited':
      return 'Nobody has invited this address yet. Ask an admin for an invitation.';
    case 'email_not_verified':
    case 'account_not_linked':
      return 'The provider has not verified this address, so Cull cannot tell whose it is.';
    case 'access_denied':
      return 'The provider was told not to let you in.';
    default:
      return 'The sign-in did not come to its end. Try again.';
  }
}
