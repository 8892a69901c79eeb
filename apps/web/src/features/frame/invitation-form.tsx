'use client';

import { Button, PasswordInput, Text, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { saidBesides, saidOf } from '../../components/said';
import { FrontDoor } from './front-door';
import { acceptInvitation } from './invitation-calls';
import { ProviderButton } from './provider-button';
import type { WaysIn } from './ways-in';

const FIELDS = ['name', 'password'];
const NO_NAME = 'name: needs a name';

interface Props extends WaysIn {
  /** Of an open invitation. */
  token: string;
}

/** Name and password of somebody who was invited; then they are signed in. */
export function InvitationForm({ token, provider, hasPasswords }: Props) {
  // What is typed before the scripts are there stays only where no script holds it.
  const nameField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState(false);

  const accept = async (event: FormEvent) => {
    event.preventDefault();
    const name = nameField.current?.value ?? '';
    const password = passwordField.current?.value ?? '';
    if (name.trim() === '') return setRefusal(NO_NAME);
    setBusy(true);
    const refused = await acceptInvitation({ token, name, password });
    if (refused === null) return window.location.replace('/');
    setBusy(false);
    setRefusal(refused);
  };

  if (!hasPasswords && provider !== null) {
    return (
      <FrontDoor problem={saidBesides(refusal, [])}>
        <Text size="sm">You have been invited. Sign in with the address that was invited.</Text>
        <ProviderButton name={provider} next="/" onProblem={setRefusal} />
      </FrontDoor>
    );
  }
  return (
    <FrontDoor problem={saidBesides(refusal, FIELDS)} onSubmit={accept}>
      <Text size="sm">You have been invited. Choose how you sign in from now on.</Text>
      <TextInput
        label="Your name"
        autoComplete="name"
        required
        maxLength={100}
        ref={nameField}
        error={saidOf(refusal, 'name')}
      />
      <PasswordInput
        label="Password"
        description="At least 10 characters"
        autoComplete="new-password"
        required
        minLength={10}
        maxLength={128}
        ref={passwordField}
        error={saidOf(refusal, 'password')}
      />
      <Button type="submit" loading={busy}>
        Accept the invitation
      </Button>
      {provider !== null && <ProviderButton name={provider} next="/" onProblem={setRefusal} />}
    </FrontDoor>
  );
}
