'use client';

import { Group, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { ActButton } from '../../components/act-button';
import { ConfirmControl } from '../../components/confirm-control';
import { Instant } from '../../components/instant';
import { Loaded } from '../../components/loaded';
import { Panel } from '../../components/panel';
import { saidBesides, saidOf } from '../../components/said';
import { SecretOnce } from '../../components/secret-once';
import tables from '../../components/table.module.css';
import { useTRPC } from '../../trpc/provider';
import { ROLES, roleOf } from './roles';

interface Made {
  readonly invitationId: string;
  readonly email: string;
  readonly link: string;
}

/** Who is invited, and an invitation for somebody else. */
export function Invitations() {
  const trpc = useTRPC();
  const query = useQuery(trpc.people.invitations.queryOptions());
  const [made, setMade] = useState<Made | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const toHeading = () => heading.current?.focus();
  const refetch = () => void query.refetch();
  const withdraw = useMutation({
    ...trpc.people.withdraw.mutationOptions(),
    onSuccess: () => void query.refetch().then(toHeading),
  });
  return (
    <Panel title="Invitations" headingRef={heading}>
      <NewInvitation
        onMade={(invitation) => {
          setMade(invitation);
          refetch();
        }}
      />
      {made !== null && (
        <SecretOnce
          key={made.invitationId}
          name={`the link for ${made.email}`}
          secret={made.link}
          onDone={() => {
            setMade(null);
            toHeading();
          }}
        />
      )}
      <Loaded what="the invitations" query={query} height={160}>
        {({ items }) =>
          items.length > 0 && (
            <table className={tables.table}>
              <thead>
                <tr>
                  <th scope="col">Email</th>
                  <th scope="col">Role</th>
                  <th scope="col">State</th>
                  <th scope="col">Invited by</th>
                  <th scope="col">Expires</th>
                  <th scope="col">Change</th>
                </tr>
              </thead>
              <tbody>
                {items.map(({ invitationId, email, role, state, invitedBy, expiresAt }) => (
                  <tr key={invitationId}>
                    <th scope="row">{email}</th>
                    <td data-label="Role">{role}</td>
                    <td data-label="State">{state}</td>
                    <td data-label="Invited by">{invitedBy}</td>
                    <td data-label="Expires">
                      <Instant at={expiresAt} />
                    </td>
                    <td data-label="Change">
                      {state === 'open' && (
                        <ConfirmControl
                          button="Withdraw"
                          label={`Withdraw the invitation of ${email}`}
                          does="The invitation link stops working."
                          color="kill"
                          problem={saidBesides(withdraw.error?.message, [])}
                          busy={withdraw.isPending}
                          act={() => withdraw.mutateAsync({ invitationId })}
                        />
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
    </Panel>
  );
}

function NewInvitation({ onMade }: { onMade: (invitation: Made) => void }) {
  const trpc = useTRPC();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState(roleOf('viewer'));
  const invite = useMutation({
    ...trpc.people.invite.mutationOptions(),
    onSuccess: (invitation) => {
      setEmail('');
      onMade(invitation);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate({ email, role });
  };
  return (
    <form onSubmit={submit}>
      <Group gap="sm" align="end" mb="sm">
        <TextInput
          size="xs"
          label="Email"
          type="email"
          required
          maxLength={254}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={saidOf(invite.error?.message, 'email') ?? saidBesides(invite.error?.message, [])}
        />
        <NativeSelect
          size="xs"
          label="Role"
          data={ROLES}
          value={role}
          onChange={(event) => setRole(roleOf(event.currentTarget.value))}
        />
        <ActButton type="submit" loading={invite.isPending} disabled={email.trim() === ''}>
          Invite
        </ActButton>
      </Group>
    </form>
  );
}
