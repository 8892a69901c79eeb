'use client';

import { Checkbox, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { ActButton } from '../../components/act-button';
import { Loaded } from '../../components/loaded';
import { Panel } from '../../components/panel';
import { saidBesides, saidOf } from '../../components/said';
import { SecretOnce } from '../../components/secret-once';
import { useTRPC } from '../../trpc/provider';
import { inputOf, NOT_NARROWED, type Reach, ReachFields } from './key-reach';
import { KeyTable } from './key-table';

const DAY_MS = 86_400_000;
const SCOPES = ['read', 'ingest', 'orchestrate', 'control', 'admin'] as const;
type Scope = (typeof SCOPES)[number];
const USUAL_SCOPES: readonly Scope[] = ['read', 'ingest', 'orchestrate'];
const ADMIN_DAYS = '90';
/** Not kept apart by personas and sources. */
const WHOLE_SCOPES: readonly string[] = ['control', 'admin'];
const LASTING = [
  { value: '', label: 'Never' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
];

/** A key as it is told once. */
export interface Made {
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
  // After the list, so that what asked for it is closed and takes the focus no more.
  const taken = (key: Made) => void query.refetch().then(() => setMade(key));
  const ended = () => void query.refetch().then(toHeading);
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
      <Loaded what="the keys" query={query} height={260}>
        {({ items }) => <KeyTable keys={items} onMade={taken} onEnded={ended} />}
      </Loaded>
    </Panel>
  );
}

function NewKey({ onMade }: { onMade: (key: Made) => void }) {
  const trpc = useTRPC();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly string[]>(USUAL_SCOPES);
  const [days, setDays] = useState<string | null>(null);
  const [reach, setReach] = useState<Reach>(NOT_NARROWED);
  // An admin key that nobody misses opens everything: it ends by itself unless somebody wants otherwise.
  const lasts = days ?? (scopes.includes('admin') ? ADMIN_DAYS : '');
  const isNarrowable = !scopes.some((scope) => WHOLE_SCOPES.includes(scope));
  const create = useMutation({
    ...trpc.keys.create.mutationOptions(),
    onSuccess: (made) => {
      setName('');
      setDays(null);
      setReach(NOT_NARROWED);
      onMade(made);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({
      name,
      scopes: SCOPES.filter((scope) => scopes.includes(scope)),
      ...(lasts !== '' && { expiresAt: new Date(Date.now() + Number(lasts) * DAY_MS).toISOString() }),
      ...(isNarrowable && inputOf(reach)),
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
          error={
            saidOf(create.error?.message, 'name') ??
            saidBesides(create.error?.message, ['personaIds', 'sources'])
          }
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
          label="Expires"
          data={LASTING}
          value={lasts}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
        <ActButton
          type="submit"
          loading={create.isPending}
          disabled={name.trim() === '' || scopes.length === 0}
        >
          Create key
        </ActButton>
      </Group>
      {isNarrowable ? (
        <ReachFields reach={reach} onChange={setReach} problem={create.error?.message} />
      ) : (
        <Text size="xs" c="var(--cull-muted)" mb="sm">
          A key with control or admin is for all personas and sources.
        </Text>
      )}
    </form>
  );
}
