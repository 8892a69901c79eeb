'use client';

import { Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ActButton } from '../../components/act-button';
import { useIsAtLeast } from '../../components/use-role';
import { useTRPC } from '../../trpc/provider';

const DAY_MS = 86_400_000;

interface Props {
  isDone: boolean;
  onKey: (key: string) => void;
}

/** A key for the commands below: made here by who may, had from an admin by others. */
export function KeyStep({ isDone, onKey }: Props) {
  const trpc = useTRPC();
  const isAdmin = useIsAtLeast('admin');
  const create = useMutation({ ...trpc.keys.create.mutationOptions(), onSuccess: ({ key }) => onKey(key) });
  if (!isAdmin) {
    return (
      <Text size="sm">
        Ask an admin for an API key with the scopes <i>orchestrate</i> and <i>ingest</i>, and put it into{' '}
        <code>CULL_API_KEY</code>.
      </Text>
    );
  }
  if (isDone) {
    return (
      <Text size="sm">Your key is in the commands below and expires in a day. Manage keys in Settings.</Text>
    );
  }
  return (
    <>
      <Text size="sm" mb={6}>
        Create an API key for these first steps. It can post variants and push samples, and expires in a day.
      </Text>
      <ActButton
        loading={create.isPending}
        onClick={() =>
          create.mutate({
            name: 'first steps',
            scopes: ['orchestrate', 'ingest'],
            expiresAt: new Date(Date.now() + DAY_MS).toISOString(),
          })
        }
      >
        Create key
      </ActButton>
      {create.error !== null && (
        <Text size="sm" c="var(--cull-kill)" mt={6} role="alert">
          No key was created: {create.error.message}
        </Text>
      )}
    </>
  );
}
