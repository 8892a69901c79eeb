'use client';

import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useTRPC } from '../../trpc/provider';
import { createInput, draftOf, emptyDraft, updateInput } from './account-draft';
import { AccountForm } from './account-form';
import type { Account } from './types';

/** A phone has no room for anything next to the form. */
const NARROW = '(max-width: 40em)';

/** What the dialog is about: a new account of a platform, or one that is there. */
export type Asked = Account | Account['platform'];

interface Props {
  /** Null while it is closed. */
  asked: Asked | null;
  onClose: () => void;
  onChange: (account: Account) => void;
}

const TITLES = { threads: 'Connect a Threads account', http: 'Connect an HTTP source' } as const;

/** Asks for what an account is made of, or what of it is to be changed. */
export function AccountDialog({ asked, onClose, onChange }: Props) {
  const isNarrow = useMediaQuery(NARROW);
  const title = typeof asked === 'string' ? TITLES[asked] : `Edit ${asked?.name}`;
  const done = (account: Account, what: string) => {
    onChange(account);
    onClose();
    notifications.show({ message: `${account.name} ${what}.`, color: 'good' });
  };
  return (
    <Modal
      opened={asked !== null}
      onClose={onClose}
      title={title}
      size="lg"
      fullScreen={isNarrow ?? false}
      // What gets the focus must not lie below the title, which stays (WCAG 2.2, 2.4.11).
      styles={{ content: { scrollPaddingTop: '8rem' } }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {typeof asked === 'string' && <NewAccount platform={asked} onDone={done} />}
      {asked !== null && typeof asked !== 'string' && <ChangedAccount account={asked} onDone={done} />}
    </Modal>
  );
}

type OnDone = (account: Account, what: string) => void;

function NewAccount({ platform, onDone }: { platform: Account['platform']; onDone: OnDone }) {
  const trpc = useTRPC();
  const create = useMutation({
    ...trpc.accounts.create.mutationOptions(),
    onSuccess: (account) => onDone(account, 'is connected'),
  });
  return (
    <AccountForm
      initial={emptyDraft(platform)}
      isNew
      verb="Connect"
      refusal={create.error?.message}
      busy={create.isPending}
      onSubmit={(draft) => create.mutate(createInput(draft))}
      onEdit={create.reset}
    />
  );
}

function ChangedAccount({ account, onDone }: { account: Account; onDone: OnDone }) {
  const trpc = useTRPC();
  const update = useMutation({
    ...trpc.accounts.update.mutationOptions(),
    onSuccess: (changed) => onDone(changed, 'is saved'),
  });
  return (
    <AccountForm
      initial={draftOf(account)}
      isNew={false}
      verb="Save"
      refusal={update.error?.message}
      busy={update.isPending}
      onSubmit={(draft) => update.mutate(updateInput(account, draft))}
      onEdit={update.reset}
    />
  );
}
