'use client';

import { Button, Checkbox, Group, NativeSelect, Skeleton, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { ConfirmControl } from '../../components/confirm-control';
import { Failure } from '../../components/failure';
import { Instant } from '../../components/instant';
import { Panel } from '../../components/panel';
import { saidBesides, saidOf } from '../../components/said';
import { SecretOnce } from '../../components/secret-once';
import tables from '../../components/table.module.css';
import { useTRPC } from '../../trpc/provider';

const DAY_MS = 86_400_000;
const SCOPES = ['read', 'ingest', 'orchestrate', 'control', 'admin'] as const;
type Scope = (typeof SCOPES)[number];
const USUAL_SCOPES: readonly Scope[] = ['read', 'ingest', 'orchestrate'];
const LASTING = [
  { value: '', label: 'Until it is revoked' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
];
const STATES = { in_force: 'in force', expired: 'expired', revoked: 'revoked' } as const;

interface Made {
  readonly keyId: string;
  readonly name: string;
  readonly key: string;
}

/** The programs that may come in, and with which scopes. */
export function Keys() {
  const trpc = useTRPC();
  const query = useQuery(trpc.keys.list.queryOptions());
  const [made, setMade] = useState<Made | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const toHeading = () => heading.current?.focus();
  const refetch = () => void query.refetch();
  // After the list, so that what asked for it is closed and takes the focus no more.
  const taken = (key: Made) => void query.refetch().then(() => setMade(key));
  const ended = () => void query.refetch().then(toHeading);
  if (query.isPending) return <Skeleton height={260} />;
  if (query.isError) return <Failure what="the keys" error={query.error} retry={refetch} />;
  return (
    <Panel title="API keys" headingRef={heading}>
      <NewKey onMade={taken} />
      {made !== null && (
        <SecretOnce
          key={made.keyId}
          name={`the key of ${made.name}`}
          secret={made.key}
          onDone={() => {
            setMade(null);
            toHeading();
          }}
        />
      )}
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Begins with</th>
            <th scope="col">Scopes</th>
            <th scope="col">State</th>
            <th scope="col">Made</th>
            <th scope="col">Ends</th>
            <th scope="col">Last used</th>
            <th scope="col">Change</th>
          </tr>
        </thead>
        <tbody>
          {query.data.items.map(
            ({ keyId, name, prefix, scopes, state, createdAt, expiresAt, lastUsedAt, replacedBy }) => (
              <tr key={keyId}>
                <th scope="row">{name}</th>
                <td data-label="Begins with">
                  <code>{prefix}…</code>
                </td>
                <td data-label="Scopes">{scopes.join(', ')}</td>
                <td data-label="State">
                  {state === 'in_force' && replacedBy !== null && expiresAt !== null ? (
                    <>
                      being replaced, until <Instant at={expiresAt} />
                    </>
                  ) : (
                    STATES[state]
                  )}
                </td>
                <td data-label="Made">
                  <Instant at={createdAt} />
                </td>
                <td data-label="Ends">{expiresAt === null ? 'never' : <Instant at={expiresAt} />}</td>
                <td data-label="Last used">{lastUsedAt === null ? 'never' : <Instant at={lastUsedAt} />}</td>
                <td data-label="Change">
                  {state === 'in_force' && (
                    <KeyControls keyId={keyId} name={name} onMade={taken} onDone={ended} />
                  )}
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </Panel>
  );
}

function NewKey({ onMade }: { onMade: (key: Made) => void }) {
  const trpc = useTRPC();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly string[]>(USUAL_SCOPES);
  const [days, setDays] = useState('');
  const create = useMutation({
    ...trpc.keys.create.mutationOptions(),
    onSuccess: (made) => {
      setName('');
      onMade(made);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({
      name,
      scopes: SCOPES.filter((scope) => scopes.includes(scope)),
      ...(days !== '' && { expiresAt: new Date(Date.now() + Number(days) * DAY_MS).toISOString() }),
    });
  };
  return (
    <form onSubmit={submit}>
      <Group gap="sm" align="end" mb="sm">
        <TextInput
          size="xs"
          label="Name"
          placeholder="Who uses it"
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={saidOf(create.error?.message, 'name') ?? saidBesides(create.error?.message, [])}
        />
        <Checkbox.Group size="xs" label="Scopes" value={[...scopes]} onChange={setScopes}>
          <Group gap="sm" h={30}>
            {SCOPES.map((scope) => (
              <Checkbox key={scope} size="xs" value={scope} label={scope} />
            ))}
          </Group>
        </Checkbox.Group>
        <NativeSelect
          size="xs"
          label="Lasts"
          data={LASTING}
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
        <Button
          type="submit"
          size="xs"
          loading={create.isPending}
          disabled={name.trim() === '' || scopes.length === 0}
        >
          Make a key
        </Button>
      </Group>
    </form>
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
        does="Makes a new key in its place; the old one goes on for an hour."
        colour="blue"
        problem={saidBesides(rotate.error?.message, [])}
        busy={rotate.isPending}
        act={() => rotate.mutateAsync({ keyId })}
      />
      <ConfirmControl
        button="Revoke"
        label={`Revoke ${name}`}
        does="Ends it at once: whoever uses it is refused from the next call on."
        colour="red"
        problem={saidBesides(revoke.error?.message, [])}
        busy={revoke.isPending}
        act={() => revoke.mutateAsync({ keyId })}
      />
    </Group>
  );
}
