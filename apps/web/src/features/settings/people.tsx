'use client';

import { Group, NativeSelect, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { ConfirmControl } from '../../components/confirm-control';
import { Instant } from '../../components/instant';
import { Loaded } from '../../components/loaded';
import { Panel } from '../../components/panel';
import { saidBesides } from '../../components/said';
import tables from '../../components/table.module.css';
import { useTRPC } from '../../trpc/provider';
import { changeProblem } from './change-problem';
import { Invitations } from './invitations';
import { PersonRemoval } from './person-removal';
import { ROLES, roleOf } from './roles';

/** Who may come in, what they may do, and who is invited. */
export function People() {
  const trpc = useTRPC();
  const query = useQuery(trpc.people.list.queryOptions());
  const heading = useRef<HTMLHeadingElement>(null);
  const refetch = () => void query.refetch();
  const removed = () => void query.refetch().then(() => heading.current?.focus());
  return (
    <Loaded what="the people" query={query} height={260}>
      {({ items }) => (
        <Stack gap="sm">
          <Panel title="People" headingRef={heading}>
            <table className={tables.table}>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Email</th>
                  <th scope="col">Role</th>
                  <th scope="col">Signs in with</th>
                  <th scope="col">Second factor</th>
                  <th scope="col">Last sign-in</th>
                  <th scope="col">Change</th>
                </tr>
              </thead>
              <tbody>
                {items.map(({ personId, name, email, role, signsInWith, hasSecondFactor, lastSignInAt }) => (
                  <tr key={personId}>
                    <th scope="row">{name}</th>
                    <td data-label="Email">{email}</td>
                    <td data-label="Role">
                      <RoleChoice personId={personId} email={email} role={role} onDone={refetch} />
                    </td>
                    <td data-label="Signs in with">{signsInWith.join(', ')}</td>
                    <td data-label="Second factor">{hasSecondFactor ? 'on' : '–'}</td>
                    <td data-label="Last sign-in">
                      {lastSignInAt === null ? '–' : <Instant at={lastSignInAt} />}
                    </td>
                    <td data-label="Change">
                      <Group gap={6}>
                        {hasSecondFactor && (
                          <FactorReset personId={personId} email={email} onDone={refetch} />
                        )}
                        <SignOut personId={personId} email={email} onDone={refetch} />
                        <PersonRemoval personId={personId} email={email} onDone={removed} />
                      </Group>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            <Text size="xs" c="var(--cull-muted)" mt="xs">
              Viewers can read. Operators can also kill, stop, protect, approve, pause and change thresholds.
              Admins also manage people, keys and channels.
            </Text>
          </Panel>
          <Invitations />
        </Stack>
      )}
    </Loaded>
  );
}

interface PersonProps {
  personId: string;
  email: string;
  onDone: () => void;
}

function RoleChoice({ personId, email, role, onDone }: PersonProps & { role: string }) {
  const trpc = useTRPC();
  const setRole = useMutation({
    ...trpc.people.setRole.mutationOptions(),
    onSuccess: (_, changed) => {
      notifications.show({ message: `${email} is ${changed.role} now.`, color: 'good' });
      onDone();
    },
  });
  return (
    <NativeSelect
      size="xs"
      w={130}
      aria-label={`Role of ${email}`}
      data={ROLES}
      value={role}
      disabled={setRole.isPending}
      onChange={(event) => setRole.mutate({ personId, role: roleOf(event.currentTarget.value) })}
      error={changeProblem(setRole.error, email)}
    />
  );
}

function SignOut({ personId, email, onDone }: PersonProps) {
  const trpc = useTRPC();
  const end = useMutation({ ...trpc.people.endSessions.mutationOptions(), onSuccess: onDone });
  return (
    <ConfirmControl
      button="Sign out"
      label={`Sign out ${email} everywhere`}
      does="Ends all their sessions. They may sign in again."
      color="kill"
      problem={changeProblem(end.error, email)}
      busy={end.isPending}
      act={() => end.mutateAsync({ personId })}
    />
  );
}

function FactorReset({ personId, email, onDone }: PersonProps) {
  const trpc = useTRPC();
  const reset = useMutation({ ...trpc.people.resetSecondFactor.mutationOptions(), onSuccess: onDone });
  return (
    <ConfirmControl
      button="Reset second factor"
      label={`Reset second factor of ${email}`}
      does="Their password alone lets them in until they set up another one. Use this for somebody who lost their app and backup codes, and make sure that the request comes from them."
      color="kill"
      problem={saidBesides(reset.error?.message, [])}
      busy={reset.isPending}
      act={() => reset.mutateAsync({ personId })}
    />
  );
}
