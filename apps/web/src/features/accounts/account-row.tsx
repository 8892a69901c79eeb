'use client';

import { Group, Text } from '@mantine/core';
import { AccountControls } from './account-controls';
import { AccountFigures } from './account-figures';
import { personaWords } from './account-words';
import classes from './accounts.module.css';
import { StateChip } from './state-chip';
import { Trouble } from './trouble';
import type { Account } from './types';

const PLATFORMS = { threads: 'Threads', http: 'HTTP source' } as const;

interface Props {
  account: Account;
  canConnectThreads: boolean;
  onEdit: () => void;
  onChange: (account: Account) => void;
  onRemoved: () => void;
}

/** One account: how it does, what it is used for, and what can be done with it. */
export function AccountRow({ account, ...controls }: Props) {
  const { name, platform, isEditable } = account;
  return (
    <section className={classes.account} aria-label={name}>
      <Group gap="xs" align="center">
        <Text fw={600} className={classes.name}>
          {name}
        </Text>
        <StateChip {...account} />
        <Text size="sm" c="var(--cull-muted)">
          {PLATFORMS[platform]}
          {!isEditable && ', set by THREADS_API_URL and THREADS_ACCESS_TOKEN'}
        </Text>
      </Group>
      <Trouble account={account} />
      <Text size="sm" className={classes.name}>
        <Text span size="sm" c="var(--cull-muted)">
          Personas:
        </Text>{' '}
        {personaWords(account)}
      </Text>
      <AccountFigures account={account} />
      <AccountControls account={account} {...controls} />
    </section>
  );
}
