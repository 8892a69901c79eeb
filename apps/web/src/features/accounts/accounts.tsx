'use client';

import { Group, Text } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ActButton } from '../../components/act-button';
import { Loaded } from '../../components/loaded';
import { Panel } from '../../components/panel';
import { useTRPC } from '../../trpc/provider';
import { AccountDialog, type Asked } from './account-dialog';
import { AccountRow } from './account-row';
import { ConnectButton } from './connect-button';
import { Returned } from './returned';
import type { Account } from './types';

const REFETCH_MS = 3_000;

/** The profiles and endpoints that counters are read through: how each does, and what can be done with it. */
export function Accounts() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery({
    ...trpc.accounts.list.queryOptions(),
    refetchInterval: REFETCH_MS,
    placeholderData: keepPreviousData,
  });
  const [asked, setAsked] = useState<Asked | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const changed = (account: Account) => {
    queryClient.setQueryData(trpc.accounts.list.queryKey(), (list) =>
      list === undefined ? list : { ...list, items: withNewer(list.items, account) },
    );
    void query.refetch();
  };
  const removed = () => void query.refetch().then(() => heading.current?.focus());
  return (
    <Loaded what="the accounts" query={query} height={260}>
      {({ items, canConnectThreads }) => (
        <Panel
          title="Accounts"
          headingRef={heading}
          actions={
            <Group gap="xs">
              {canConnectThreads && <ConnectButton size="xs">Connect Threads</ConnectButton>}
              <ActButton
                variant={canConnectThreads ? 'default' : 'filled'}
                onClick={() => setAsked('threads')}
              >
                Paste a Threads token
              </ActButton>
              <ActButton variant="default" onClick={() => setAsked('http')}>
                Connect an HTTP source
              </ActButton>
            </Group>
          }
        >
          <Returned accounts={items} onEdit={setAsked} />
          {items.length === 0 && (
            <Text size="sm">
              No account is connected. Until one is, only variants whose samples are pushed can be checked.
            </Text>
          )}
          {items.map((account) => (
            <AccountRow
              key={account.accountId}
              account={account}
              canConnectThreads={canConnectThreads}
              onEdit={() => setAsked(account)}
              onChange={changed}
              onRemoved={removed}
            />
          ))}
          {!canConnectThreads && (
            <Text size="xs" c="var(--cull-muted)" mt="xs">
              To connect profiles with a button instead of a pasted token, set THREADS_APP_ID and
              THREADS_APP_SECRET.
            </Text>
          )}
          <AccountDialog asked={asked} onClose={() => setAsked(null)} onChange={changed} />
        </Panel>
      )}
    </Loaded>
  );
}

function withNewer(items: readonly Account[], account: Account): Account[] {
  const isKnown = items.some(({ accountId }) => accountId === account.accountId);
  if (!isKnown) return [...items, account];
  return items.map((one) => (one.accountId === account.accountId ? account : one));
}
