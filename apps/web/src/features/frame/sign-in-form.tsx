'use client';

import { Alert, Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useSearchParams } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { safeNext } from '../../gate';
import { authClient } from './auth-client';

/** Email and password; who has neither is told where a link comes from. */
export function SignInForm() {
  const next = safeNext(useSearchParams().get('next'));
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const signIn = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    const { error } = await authClient.signIn.email({ email, password });
    if (error === null) return window.location.assign(next);
    setBusy(false);
    setProblem(
      error.status === 401 ? 'Email or password is wrong.' : (error.message ?? 'The server does not answer.'),
    );
  };

  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder p="xl" w={380} maw="100%">
        <form onSubmit={(event) => void signIn(event)}>
          <Stack>
            <div>
              <Title order={1} size="h2">
                Cull
              </Title>
              <Text c="var(--cull-muted)">The early kill switch for content variants</Text>
            </div>
            {problem !== null && (
              <Alert color="red" role="alert">
                {problem}
              </Alert>
            )}
            <TextInput
              label="Email"
              type="email"
              autoComplete="username"
              required
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <PasswordInput
              label="Password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Button type="submit" loading={busy}>
              Sign in
            </Button>
            <Text size="sm" c="var(--cull-muted)">
              A sign-in link is printed wherever Cull is started.
            </Text>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
