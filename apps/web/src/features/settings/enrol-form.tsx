'use client';

import { Group, Stack, Text, TextInput } from '@mantine/core';
import { QRCodeSVG } from 'qrcode.react';
import { type FormEvent, useState } from 'react';
import { ActButton } from '../../components/act-button';
import { authClient, refusalOf } from '../../components/auth-client';
import { Command } from '../../components/command';
import { saidBesides } from '../../components/said';

const QR_SIZE = 176;
/** Cameras look for it. */
const QUIET_ZONE = 4;

/** What an authenticator app is set up with. */
export interface Enrolment {
  totpURI: string;
  backupCodes: string[];
}

interface Props {
  enrolment: Enrolment;
  onDone: () => void;
  onCancel: () => void;
}

/** Shows the secret, for a camera and as text, and asks for the first code: only then it is active. */
export function EnrolForm({ enrolment: { totpURI }, onDone, onCancel }: Props) {
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const secret = new URL(totpURI).searchParams.get('secret') ?? '';
  const verify = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const refusal = await refusalOf(authClient.twoFactor.verifyTotp({ code: code.trim() }));
    setBusy(false);
    if (refusal === null) return onDone();
    setProblem(refusal.status === 401 ? 'This code is wrong.' : saidBesides(refusal.message, []));
  };
  return (
    <form onSubmit={(event) => void verify(event)}>
      <Stack gap="xs">
        <Text size="sm">Scan this with your authenticator app, or type the secret into it.</Text>
        <QRCodeSVG value={totpURI} size={QR_SIZE} marginSize={QUIET_ZONE} title="QR code of the secret" />
        <Command text={secret} name="the secret" />
        <TextInput
          size="xs"
          label="Code that the app shows"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          maxLength={10}
          value={code}
          onChange={(event) => {
            setCode(event.currentTarget.value);
            setProblem(undefined);
          }}
          error={problem}
        />
        <Group gap="xs">
          <ActButton type="submit" loading={busy} disabled={code.trim() === ''}>
            Turn on
          </ActButton>
          <ActButton variant="default" onClick={onCancel}>
            Cancel
          </ActButton>
        </Group>
      </Stack>
    </form>
  );
}
