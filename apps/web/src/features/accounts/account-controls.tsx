'use client';

import { Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { ActButton } from '../../components/act-button';
import { ConfirmControl } from '../../components/confirm-control';
import { ReasonControl } from '../../components/reason-control';
import { saidBesides } from '../../components/said';
import { useTRPC } from '../../trpc/provider';
import { ConnectButton } from './connect-button';
import { TestResult } from './test-result';
import type { Account } from './types';

interface Props {
  account: Account;
  canConnectThreads: boolean;
  onEdit: () => void;
  onChange: (account: Account) => void;
  onRemoved: () => void;
}

/** What can be done with an account; the one of the environment can only be tested. */
export function AccountControls({ account, canConnectThreads, onEdit, onChange, onRemoved }: Props) {
  const { accountId, name, isEditable, platform, hasToken } = account;
  const trpc = useTRPC();
  const test = useMutation(trpc.accounts.test.mutationOptions());
  const refresh = useMutation({
    ...trpc.accounts.refreshToken.mutationOptions(),
    onSuccess: (changed) => {
      onChange(changed);
      notifications.show({ message: `${name} has a new token.`, color: 'good' });
    },
  });
  const isThreads = platform === 'threads';
  const small = { size: 'compact-xs', variant: 'default' } as const;
  const problem = saidBesides((test.error ?? refresh.error)?.message, []);
  return (
    <>
      <Group gap={6}>
        <ActButton
          {...small}
          loading={test.isPending}
          onClick={() => test.mutate({ accountId })}
          aria-label={`Test ${name}`}
        >
          Test
        </ActButton>
        {isEditable && (
          <>
            <ActButton {...small} onClick={onEdit} aria-label={`Edit ${name}`}>
              Edit
            </ActButton>
            <PauseControl account={account} onChange={onChange} />
            {isThreads && hasToken && (
              <ActButton
                {...small}
                loading={refresh.isPending}
                onClick={() => refresh.mutate({ accountId })}
                aria-label={`Refresh token of ${name}`}
              >
                Refresh token
              </ActButton>
            )}
            {isThreads && canConnectThreads && (
              <ConnectButton {...small} accountId={accountId} aria-label={`Connect again: ${name}`}>
                Connect again
              </ConnectButton>
            )}
            <RemoveControl account={account} onRemoved={onRemoved} />
          </>
        )}
      </Group>
      <div role="status">
        {test.data !== undefined && !test.isPending && <TestResult result={test.data} />}
      </div>
      {problem !== undefined && (
        <Text size="sm" c="var(--cull-kill)" role="alert">
          {problem}
        </Text>
      )}
    </>
  );
}

function PauseControl({
  account: { accountId, name, pausedAt },
  onChange,
}: Pick<Props, 'account' | 'onChange'>) {
  const trpc = useTRPC();
  const pause = useMutation({ ...trpc.accounts.pause.mutationOptions(), onSuccess: onChange });
  const resume = useMutation({ ...trpc.accounts.resume.mutationOptions(), onSuccess: onChange });
  if (pausedAt !== null)
    return (
      <ConfirmControl
        button="Resume"
        label={`Resume ${name}`}
        does="Its variants are checked again, and posts that wait are deleted."
        color="accent"
        problem={saidBesides(resume.error?.message, [])}
        busy={resume.isPending}
        act={() => resume.mutateAsync({ accountId })}
      />
    );
  return (
    <ConfirmControl
      button="Pause"
      label={`Pause ${name}`}
      does="Cull sends it nothing until you resume it. Its variants are not checked, so no rule can kill them, and posts to delete wait."
      color="accent"
      problem={saidBesides(pause.error?.message, [])}
      busy={pause.isPending}
      act={() => pause.mutateAsync({ accountId })}
    />
  );
}

function RemoveControl({ account: { accountId, name }, onRemoved }: Pick<Props, 'account' | 'onRemoved'>) {
  const trpc = useTRPC();
  const remove = useMutation({ ...trpc.accounts.remove.mutationOptions(), onSuccess: onRemoved });
  return (
    <ReasonControl
      button="Remove"
      label={`Remove ${name}`}
      does="Erases its token and headers. Variants that its personas post from now on use the account default. The token itself stays valid at the source."
      color="kill"
      problem={saidBesides(remove.error?.message, [])}
      busy={remove.isPending}
      act={(reason) => remove.mutateAsync({ accountId, reason })}
    />
  );
}
