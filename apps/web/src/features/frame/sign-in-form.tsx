'use client';

import { Button, PasswordInput, Text, TextInput } from '@mantine/core';
import { useSearchParams } from 'next/navigation';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { authClient, refusalOf } from '../../components/auth-client';
import { saidBesides } from '../../components/said';
import { safeNext } from '../../gate';
import { FrontDoor } from './front-door';
import { ProviderButton } from './provider-button';
import { refusalWords } from './refusal-words';
import { SecondStep } from './second-step';
import type { WaysIn } from './ways-in';

const ENDED = 'Your session has ended. Sign in to continue where you were.';

/** Email and password, or the provider; who has neither is told where a link comes from. */
export function SignInForm({ provider, hasPasswords }: WaysIn) {
  const query = useSearchParams();
  const next = safeNext(query.get('next'));
  // What is typed before the scripts are there stays only where no script holds it.
  const emailField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const [email, setEmail] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  // A link stands in for the password: the code is asked for next.
  const [isSecond, setIsSecond] = useState(query.has('second'));

  // Screen readers announce what is put into a page, not what it came with.
  const refusal = refusalWords(query.get('error')) ?? (query.has('ended') ? ENDED : undefined);
  useEffect(() => setProblem(refusal), [refusal]);

  const signIn = async (event: FormEvent) => {
    event.preventDefault();
    if (!hasPasswords) return;
    const typed = { email: emailField.current?.value ?? '', password: passwordField.current?.value ?? '' };
    setEmail(typed.email);
    setBusy(true);
    setProblem(undefined);
    const call = authClient.signIn.email(typed);
    const refusal = await refusalOf(call);
    if (refusal === null) {
      if (!isAskedForCode((await call).data)) return window.location.assign(next);
      setIsSecond(true);
    }
    setBusy(false);
    if (refusal === null) return;
    setProblem(refusal.status === 401 ? 'Email or password is wrong.' : saidBesides(refusal.message, []));
  };

  if (isSecond) return <SecondStep next={next} onBack={() => setIsSecond(false)} />;
  return (
    <FrontDoor problem={problem} onSubmit={signIn}>
      {hasPasswords && (
        <>
          <TextInput
            label="Email"
            type="email"
            autoComplete="username"
            required
            ref={emailField}
            defaultValue={email}
          />
          <PasswordInput label="Password" autoComplete="current-password" required ref={passwordField} />
          <Button type="submit" loading={busy}>
            Sign in
          </Button>
        </>
      )}
      {provider !== null && <ProviderButton name={provider} next={next} onProblem={setProblem} />}
      <Text size="sm" c="var(--cull-muted)">
        First time? Use the sign-in link that Cull prints when it starts.
      </Text>
    </FrontDoor>
  );
}

function isAskedForCode(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'twoFactorRedirect' in data;
}
