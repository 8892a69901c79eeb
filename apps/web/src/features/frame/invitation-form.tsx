'use client';

import { Button, PasswordInput, Text, TextInput } from '@mantine/core';
import { useSearchParams } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { z } from 'zod';
import { FrontDoor } from './front-door';
import { ProviderButton } from './provider-button';

const refusalSchema = z.object({ error: z.object({ message: z.string() }) });

/** Name and password of somebody who was invited; then they are signed in. */
export function InvitationForm({ provider }: { provider: string | null }) {
  const token = useSearchParams().get('token') ?? '';
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const accept = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const refusal = await acceptInvitation({ token, name, password });
    if (refusal === null) return window.location.replace('/');
    setBusy(false);
    setProblem(refusal);
  };

  return (
    <FrontDoor problem={problem} onSubmit={accept}>
      <Text size="sm">You have been invited. Choose how you sign in from now on.</Text>
      <TextInput
        label="Your name"
        autoComplete="name"
        required
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <PasswordInput
        label="Password"
        description="At least 10 characters"
        autoComplete="new-password"
        required
        minLength={10}
        maxLength={128}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" loading={busy}>
        Accept the invitation
      </Button>
      {provider !== null && <ProviderButton name={provider} next="/" onProblem={setProblem} />}
    </FrontDoor>
  );
}

/** @returns Why it was refused, in a sentence; null where it was not. */
async function acceptInvitation(values: { token: string; name: string; password: string }) {
  try {
    const response = await fetch('/api/invitations/accept', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(values),
    });
    if (response.ok) return null;
    return sentenceOf(refusalSchema.parse(await response.json()).error.message);
  } catch {
    return 'The server does not answer.';
  }
}

/** What the API says of a field, without the field's name. */
function sentenceOf(message: string): string {
  const text = message.replace(/^token: /, '');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
