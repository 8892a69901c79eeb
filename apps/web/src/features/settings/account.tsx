'use client';

import { Group, PasswordInput, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { ActButton } from '../../components/act-button';
import { type AuthRefusal, authClient, refusalOf } from '../../components/auth-client';
import { Panel } from '../../components/panel';
import { saidBesides, saidOf } from '../../components/said';
import { SecondFactor } from './second-factor';
import classes from './settings.module.css';

const MIN_PASSWORD = 10;
const MAX_PASSWORD = 128;

/** Who one is here, and one's password. */
export function Account({ hasPasswords }: { hasPasswords: boolean }) {
  const user = authClient.useSession().data?.user;
  return (
    <Stack gap="sm" maw={520}>
      <Panel title="You">
        <Text size="sm" className={classes.name}>
          {user === undefined ? '…' : `${user.name}, ${user.email}. Role: ${user.role}.`}
        </Text>
      </Panel>
      {hasPasswords && (
        <>
          <Password />
          <SecondFactor />
        </>
      )}
    </Stack>
  );
}

function Password() {
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const [problem, setProblem] = useState<AuthRefusal | null>(null);
  const [busy, setBusy] = useState(false);
  const isWrong = problem?.code === 'INVALID_PASSWORD';
  const isShort = newPassword !== '' && newPassword.length < MIN_PASSWORD;
  const change = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const change = { currentPassword, newPassword, revokeOtherSessions: true };
    const refusal = await refusalOf(authClient.changePassword(change));
    setBusy(false);
    setProblem(refusal);
    if (refusal !== null) return;
    setCurrent('');
    setNew('');
    notifications.show({
      message: 'The password is changed; your other sessions are signed out.',
      color: 'good',
    });
  };
  return (
    <Panel title="Password">
      <form onSubmit={(event) => void change(event)}>
        <Stack gap="xs">
          <PasswordInput
            size="xs"
            label="Current password"
            autoComplete="current-password"
            required
            value={currentPassword}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            error={isWrong && 'Incorrect password.'}
          />
          <PasswordInput
            size="xs"
            label="New password"
            description={`At least ${MIN_PASSWORD} characters`}
            autoComplete="new-password"
            required
            maxLength={MAX_PASSWORD}
            value={newPassword}
            onChange={(event) => setNew(event.currentTarget.value)}
            error={
              isShort ? `Needs at least ${MIN_PASSWORD} characters.` : saidOf(problem?.message, 'newPassword')
            }
          />
          {problem !== null && !isWrong && saidBesides(problem.message, ['newPassword']) !== undefined && (
            <Text size="sm" c="var(--cull-kill)" role="alert">
              {saidBesides(problem.message, ['newPassword'])}
            </Text>
          )}
          <Group>
            <ActButton
              type="submit"
              loading={busy}
              disabled={currentPassword === '' || newPassword.length < MIN_PASSWORD}
            >
              Change password
            </ActButton>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
