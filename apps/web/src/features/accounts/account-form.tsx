'use client';

import { Group, PasswordInput, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { ActButton } from '../../components/act-button';
import { saidBesides, saidOf } from '../../components/said';
import { useTRPC } from '../../trpc/provider';
import { type AccountDraft, draftProblem, withToken } from './account-draft';
import { DraftTest } from './draft-test';
import { ENDPOINT_FIELDS, EndpointFields } from './endpoint-fields';

const FIELDS = ['name', 'personaIds', 'baseUrl', 'accessToken', 'tokenExpiresAt', ...ENDPOINT_FIELDS];
const MAX_PERSONAS = 1_000;

interface Props {
  /** How the form begins. */
  initial: AccountDraft;
  isNew: boolean;
  /** On the button. */
  verb: string;
  /** Why the API refused what was sent last. */
  refusal: string | undefined;
  busy: boolean;
  onSubmit: (draft: AccountDraft) => void;
  /** Called when what was refused is changed. */
  onEdit: () => void;
}

/** The fields of an account, with what the API says of each next to it. */
export function AccountForm({ initial, isNew, verb, refusal: refused, busy, onSubmit, onEdit }: Props) {
  const [draft, setDraft] = useState(initial);
  const [ownRefusal, setOwnRefusal] = useState<string>();
  const refusal = ownRefusal ?? refused;
  const form = useRef<HTMLFormElement>(null);
  // The field may be out of sight.
  useEffect(() => {
    if (refusal !== undefined) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusal]);
  const edit = (change: Partial<AccountDraft>) => {
    setDraft({ ...draft, ...change });
    setOwnRefusal(undefined);
    onEdit();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const problem = draftProblem(draft);
    setOwnRefusal(problem);
    if (problem === undefined) onSubmit(draft);
  };
  const isThreads = draft.platform === 'threads';
  const problem = saidBesides(refusal, FIELDS);
  return (
    <form ref={form} onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          size="xs"
          label="Name"
          placeholder={isThreads ? 'Ada on Threads' : 'Engagement adaptor'}
          required
          maxLength={100}
          value={draft.name}
          onChange={(event) => edit({ name: event.currentTarget.value })}
          error={saidOf(refusal, 'name')}
          data-autofocus
        />
        <Personas
          value={draft.personaIds}
          onChange={(personaIds) => edit({ personaIds })}
          problem={saidOf(refusal, 'personaIds')}
        />
        {!isThreads && <EndpointFields initial={initial} draft={draft} onEdit={edit} refusal={refusal} />}
        <TextInput
          size="xs"
          label="API address"
          description={
            isThreads
              ? 'Leave empty for https://graph.threads.net'
              : 'Where the source is, if its URL is only a path or comes from a preset'
          }
          placeholder={isThreads ? 'https://graph.threads.net' : 'http://adaptor:8080'}
          inputMode="url"
          maxLength={2_000}
          value={draft.baseUrl}
          onChange={(event) => edit({ baseUrl: event.currentTarget.value })}
          error={saidOf(refusal, 'baseUrl')}
        />
        <PasswordInput
          size="xs"
          label="Access token"
          description={tokenWords(isThreads, isNew)}
          autoComplete="off"
          required={isThreads && isNew}
          maxLength={4_000}
          value={draft.accessToken}
          onChange={(event) => edit(withToken(draft, event.currentTarget.value))}
          error={saidOf(refusal, 'accessToken')}
        />
        <TextInput
          type="datetime-local"
          size="xs"
          label="Token expires at"
          description="Optional. Cull announces it 7 days ahead"
          value={draft.tokenExpiresAt}
          onChange={(event) => edit({ tokenExpiresAt: event.currentTarget.value })}
          error={saidOf(refusal, 'tokenExpiresAt')}
        />
        {problem !== undefined && (
          <Text size="sm" c="var(--cull-kill)" role="alert">
            {problem}
          </Text>
        )}
        <Group gap="xs">
          <ActButton type="submit" loading={busy} disabled={draft.name.trim() === ''}>
            {verb}
          </ActButton>
          {isNew && <DraftTest draft={draft} onRefused={setOwnRefusal} />}
        </Group>
      </Stack>
    </form>
  );
}

function tokenWords(isThreads: boolean, isNew: boolean): string {
  if (!isNew) return 'Leave empty to keep the current one. Encrypted at rest and never shown again';
  return isThreads
    ? 'A long-lived token with threads_basic and threads_manage_insights; threads_delete to delete posts. Encrypted at rest and never shown again'
    : 'Optional. Sent as a bearer token, encrypted at rest and never shown again';
}

interface PersonasProps {
  value: readonly string[];
  onChange: (personaIds: string[]) => void;
  problem: string | undefined;
}

function Personas({ value, onChange, problem }: PersonasProps) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.monitoring.facets.queryOptions());
  return (
    <TagsInput
      size="xs"
      label="Personas"
      description="Their variants are checked through this account. Press Enter after each"
      data={data?.personas.map(({ personaId }) => personaId) ?? []}
      maxTags={MAX_PERSONAS}
      maxDropdownHeight={180}
      clearable={false}
      value={[...value]}
      onChange={onChange}
      error={problem}
    />
  );
}
