'use client';

import { Alert, Anchor, Text } from '@mantine/core';
import { IconAlertCircle, IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useAddress } from '../../components/use-address';
import type { Account } from './types';

const ICON = 18;

interface Props {
  accounts: readonly Account[];
  onEdit: (account: Account) => void;
}

/** The result of "Connect Threads", as the address says it to somebody who is back from there. */
export function Returned({ accounts, onEdit }: Props) {
  const [get, change] = useAddress();
  const connected = get('connected');
  const problem = get('problem');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (connected !== '' || problem !== '') box.current?.focus();
  }, [connected, problem]);
  if (connected === '' && problem === '') return null;
  const account = accounts.find(({ accountId }) => accountId === connected);
  const isWell = problem === '';
  return (
    <Alert
      ref={box}
      tabIndex={-1}
      role={isWell ? 'status' : 'alert'}
      color={isWell ? 'good' : 'kill'}
      icon={isWell ? <IconCircleCheck size={ICON} /> : <IconAlertCircle size={ICON} />}
      title={isWell ? `${account?.name ?? 'The profile'} is connected` : 'Threads was not connected'}
      withCloseButton
      closeButtonLabel="Dismiss"
      onClose={() => change({ connected: '', problem: '' }, 'replace')}
      mb="xs"
      // The library's own titles are too faint to read.
      styles={{ title: { color: 'var(--cull-text)' } }}
    >
      {!isWell && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {problem}
        </Text>
      )}
      {account?.personaIds.length === 0 && (
        <Text size="sm">
          No persona uses it yet.{' '}
          <Anchor component="button" type="button" size="sm" onClick={() => onEdit(account)}>
            Name its personas
          </Anchor>
        </Text>
      )}
    </Alert>
  );
}
