'use client';

import { Checkbox, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmControl } from '../../components/confirm-control';
import { useTRPC } from '../../trpc/provider';
import { changeProblem } from './change-problem';

interface Props {
  personId: string;
  email: string;
  onDone: () => void;
}

/** Removes a person, and shows first what they made that would go on without them. */
export function PersonRemoval({ personId, email, onDone }: Props) {
  const trpc = useTRPC();
  const [kept, setKept] = useState({ keepsKeys: false, keepsInvitations: false });
  const remove = useMutation({ ...trpc.people.remove.mutationOptions(), onSuccess: onDone });
  return (
    <ConfirmControl
      button="Remove"
      label={`Remove ${email}`}
      does="Signs them out everywhere and removes their access."
      color="kill"
      problem={changeProblem(remove.error, email)}
      busy={remove.isPending}
      act={() => remove.mutateAsync({ personId, ...kept })}
    >
      <Made personId={personId} kept={kept} onKept={setKept} />
    </ConfirmControl>
  );
}

interface Kept {
  keepsKeys: boolean;
  keepsInvitations: boolean;
}

interface MadeProps {
  personId: string;
  kept: Kept;
  onKept: (kept: Kept) => void;
}

function Made({ personId, kept, onKept }: MadeProps) {
  const trpc = useTRPC();
  const query = useQuery({ ...trpc.people.made.queryOptions({ personId }), staleTime: 0 });
  if (query.isError)
    return (
      <Text size="sm" c="var(--cull-kill)" role="alert">
        Cull can’t show what they created. Their keys and open invitations end with them anyway.
      </Text>
    );
  if (query.data === undefined) return <Text size="sm">Loading what they created…</Text>;
  const { keys, invitations, channels } = query.data;
  return (
    <Stack gap="xs">
      {keys.length > 0 && (
        <Checkbox
          size="xs"
          label={`Revoke their keys: ${namesOf(keys)}`}
          checked={!kept.keepsKeys}
          onChange={(event) => onKept({ ...kept, keepsKeys: !event.currentTarget.checked })}
        />
      )}
      {invitations.length > 0 && (
        <Checkbox
          size="xs"
          label={`Withdraw their invitations: ${invitations.map(({ email, role }) => `${email} (${role})`).join(', ')}`}
          checked={!kept.keepsInvitations}
          onChange={(event) => onKept({ ...kept, keepsInvitations: !event.currentTarget.checked })}
        />
      )}
      {channels.length > 0 && (
        <Text size="sm">
          These channels stay, see where they lead: {channels.map(({ name }) => name).join(', ')}.
        </Text>
      )}
    </Stack>
  );
}

function namesOf(keys: readonly { name: string; scopes: readonly string[] }[]): string {
  return keys.map(({ name, scopes }) => `${name} (${scopes.join(', ')})`).join('; ');
}
