'use client';

import type { AppRouter } from '@cull/api';
import { Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { ConfirmControl } from '../../components/confirm-control';
import { Instant } from '../../components/instant';
import { saidBesides } from '../../components/said';
import tables from '../../components/table.module.css';
import { useTRPC } from '../../trpc/provider';
import type { Made } from './keys';

type Key = inferRouterOutputs<AppRouter>['keys']['list']['items'][number];

const STATES = { in_force: 'active', expired: 'expired', revoked: 'revoked' } as const;

interface Props {
  keys: readonly Key[];
  /** A key in the place of another one. */
  onMade: (key: Made) => void;
  onEnded: () => void;
}

/** The keys that were made, with what may be done to the active ones. */
export function KeyTable({ keys, onMade, onEnded }: Props) {
  return (
    <table className={tables.table}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Prefix</th>
          <th scope="col">Scopes</th>
          <th scope="col">Only for</th>
          <th scope="col">State</th>
          <th scope="col">Created</th>
          <th scope="col">Expires</th>
          <th scope="col">Last used</th>
          <th scope="col">Change</th>
        </tr>
      </thead>
      <tbody>
        {keys.map(({ keyId, name, prefix, scopes, state, createdAt, createdBy, ...key }) => (
          <tr key={keyId}>
            <th scope="row">{name}</th>
            <td data-label="Prefix">
              <code>{prefix}…</code>
            </td>
            <td data-label="Scopes">{scopes.join(', ')}</td>
            <td data-label="Only for">{[...key.personaIds, ...key.sources].join(', ') || '–'}</td>
            <td data-label="State">
              {state === 'in_force' && key.replacedBy !== null && key.expiresAt !== null ? (
                <>
                  being replaced, until <Instant at={key.expiresAt} />
                </>
              ) : (
                STATES[state]
              )}
            </td>
            <td data-label="Made">
              <Instant at={createdAt} />
              {createdBy !== null && <> by {createdBy.replace('user:', '')}</>}
            </td>
            <td data-label="Expires">{key.expiresAt === null ? 'never' : <Instant at={key.expiresAt} />}</td>
            <td data-label="Last used">
              {key.lastUsedAt === null ? 'never' : <Instant at={key.lastUsedAt} />}
            </td>
            <td data-label="Change">
              {state === 'in_force' && (
                <KeyControls keyId={keyId} name={name} onMade={onMade} onDone={onEnded} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface ControlsProps {
  keyId: string;
  name: string;
  onMade: (key: Made) => void;
  onDone: () => void;
}

function KeyControls({ keyId, name, onMade, onDone }: ControlsProps) {
  const trpc = useTRPC();
  const rotate = useMutation({ ...trpc.keys.rotate.mutationOptions(), onSuccess: onMade });
  const revoke = useMutation({ ...trpc.keys.revoke.mutationOptions(), onSuccess: onDone });
  return (
    <Group gap={6}>
      <ConfirmControl
        button="Rotate"
        label={`Rotate ${name}`}
        does="Creates a replacement. The old key keeps working for one hour."
        color="accent"
        problem={saidBesides(rotate.error?.message, [])}
        busy={rotate.isPending}
        act={() => rotate.mutateAsync({ keyId })}
      />
      <ConfirmControl
        button="Revoke"
        label={`Revoke ${name}`}
        does="Revokes the key immediately. Requests with this key will fail."
        color="kill"
        problem={saidBesides(revoke.error?.message, [])}
        busy={revoke.isPending}
        act={() => revoke.mutateAsync({ keyId })}
      />
    </Group>
  );
}
