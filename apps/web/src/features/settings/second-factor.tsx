'use client';

import { Group, PasswordInput, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useRef, useState } from 'react';
import { ActButton } from '../../components/act-button';
import { authClient, refusalOf } from '../../components/auth-client';
import { Panel } from '../../components/panel';
import { saidBesides } from '../../components/said';
import { SecretOnce } from '../../components/secret-once';
import { EnrolForm, type Enrolment } from './enrol-form';

type Act = 'enable' | 'codes' | 'disable';

/** Lets people set up their authenticator app, make new backup codes, and turn it off. */
export function SecondFactor() {
  const session = authClient.useSession();
  const isOn = session.data?.user.twoFactorEnabled ?? false;
  const heading = useRef<HTMLHeadingElement>(null);
  const [act, setAct] = useState<Act | null>(null);
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);

  const done = (message: string) => {
    setAct(null);
    setEnrolment(null);
    void session.refetch();
    notifications.show({ message, color: 'good' });
    heading.current?.focus();
  };
  const perform = async (password: string): Promise<string | null> => {
    const { twoFactor } = authClient;
    if (act === 'disable') {
      const refusal = await refusalOf(twoFactor.disable({ password }));
      if (refusal === null) done('The second factor is off.');
      return refusal === null ? null : wordsOf(refusal);
    }
    const call =
      act === 'enable' ? twoFactor.enable({ password }) : twoFactor.generateBackupCodes({ password });
    const refusal = await refusalOf(call);
    if (refusal !== null) return wordsOf(refusal);
    const { data } = await call;
    setAct(null);
    if (data !== null && 'totpURI' in data) setEnrolment(data);
    else if (data !== null && 'backupCodes' in data) setCodes(data.backupCodes);
    return null;
  };

  return (
    <Panel title="Second factor" headingRef={heading}>
      <Stack gap="xs">
        <Text size="sm">
          {isOn
            ? 'On: after your password, a code from your authenticator app is asked for.'
            : 'Off: your password alone lets you in. An authenticator app makes a stolen password worthless.'}
        </Text>
        {codes !== null && (
          <SecretOnce name="your backup codes" secret={codes.join('\n')} onDone={() => setCodes(null)} />
        )}
        {enrolment !== null && (
          <EnrolForm
            enrolment={enrolment}
            onDone={() => {
              setCodes(enrolment.backupCodes);
              done('The second factor is on.');
            }}
            onCancel={() => setEnrolment(null)}
          />
        )}
        {enrolment === null && act === null && (
          <Group gap="xs">
            {isOn ? (
              <>
                <ActButton variant="default" onClick={() => setAct('codes')}>
                  Create new backup codes
                </ActButton>
                <ActButton variant="default" color="kill" onClick={() => setAct('disable')}>
                  Turn off
                </ActButton>
              </>
            ) : (
              <ActButton onClick={() => setAct('enable')}>Set up</ActButton>
            )}
          </Group>
        )}
        {act !== null && <PasswordForm perform={perform} onCancel={() => setAct(null)} />}
      </Stack>
    </Panel>
  );
}

const wordsOf = ({ code, message }: { code: string | undefined; message: string }): string =>
  code === 'INVALID_PASSWORD' ? 'Incorrect password.' : (saidBesides(message, []) ?? message);

interface PasswordProps {
  /** @returns Why it was refused; null where it was not. */
  perform: (password: string) => Promise<string | null>;
  onCancel: () => void;
}

function PasswordForm({ perform, onCancel }: PasswordProps) {
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(await perform(password));
    setBusy(false);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="xs">
        <PasswordInput
          size="xs"
          label="Your password"
          autoComplete="current-password"
          required
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={problem}
        />
        <Group gap="xs">
          <ActButton type="submit" loading={busy} disabled={password === ''}>
            Continue
          </ActButton>
          <ActButton variant="default" onClick={onCancel}>
            Cancel
          </ActButton>
        </Group>
      </Stack>
    </form>
  );
}
