'use client';

import type { ScopeType } from '@cull/core';
import {
  Alert,
  Button,
  Group,
  Paper,
  SegmentedControl,
  SimpleGrid,
  Skeleton,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Failure } from '../../components/failure';
import { codeOf, useTRPC } from '../../trpc/provider';
import { changedValues, type Draft, problemsOf, refusedField, toDraft } from './draft';
import { FIELDS } from './fields';
import { PolicyField } from './policy-field';

interface Subject {
  variantId: string;
  personaId: string;
  campaignId: string | null;
}

/** The thresholds that hold for a variant, where each comes from, and an override of them at any scope. */
export function ThresholdEditor(subject: Subject) {
  const trpc = useTRPC();
  const { variantId, personaId, campaignId } = subject;
  const [scopeType, setScopeType] = useState<ScopeType>('variant');
  const [draft, setDraft] = useState<Draft | null>(null);
  const [note, setNote] = useState('');
  const effective = useQuery(
    trpc.thresholds.effective.queryOptions({
      variantId,
      personaId,
      ...(campaignId !== null && { campaignId }),
    }),
  );
  const done = (words: string) => () => {
    setDraft(null);
    setNote('');
    notifications.show({ message: words, color: 'teal' });
    void effective.refetch();
  };
  const save = useMutation({
    ...trpc.thresholds.set.mutationOptions(),
    onSuccess: done('Saved. It holds from now on.'),
  });
  const clear = useMutation({
    ...trpc.thresholds.clear.mutationOptions(),
    onSuccess: done('Cleared. The wider scopes hold again.'),
  });
  if (effective.isPending) return <Skeleton height={240} />;
  if (effective.isError) {
    return <Failure what="the thresholds" error={effective.error} retry={() => void effective.refetch()} />;
  }

  const { values, origins, scopes } = effective.data;
  const current = toDraft(values);
  const shown = draft ?? current;
  const problems = problemsOf(shown, values);
  const changes = changedValues(shown, current);
  const hasChanges = Object.keys(changes).length > 0;
  const id = { global: undefined, persona: personaId, campaign: campaignId ?? undefined, variant: variantId }[
    scopeType
  ];
  const scope = { type: scopeType, ...(id !== undefined && { id }) };
  const own = scopes.find(({ type }) => type === scopeType);
  const refusal = save.error ?? clear.error;
  const refused = refusal === null ? undefined : refusedField(refusal.message);
  const expectedVersion = own?.version;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ scope, values: changes, note, ...(expectedVersion !== undefined && { expectedVersion }) });
  };
  const set = (path: string, value: Draft[string]) => {
    save.reset();
    setDraft({ ...shown, [path]: value });
  };

  return (
    <Paper withBorder p="sm" component="section" aria-labelledby="thresholds">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h6" id="thresholds">
          Thresholds
        </Title>
        <SegmentedControl
          size="xs"
          aria-label="Scope of the override"
          value={scopeType}
          onChange={(value) =>
            setScopeType(SCOPE_CHOICES.find(({ type }) => type === value)?.type ?? 'variant')
          }
          data={SCOPE_CHOICES.filter(({ type }) => type !== 'campaign' || campaignId !== null).map(
            ({ type, label }) => ({
              value: type,
              label,
            }),
          )}
        />
      </Group>
      <form onSubmit={submit}>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
          {FIELDS.map((field) => (
            <PolicyField
              key={field.path}
              field={field}
              value={shown[field.path]}
              origin={origins[field.path] ?? 'default'}
              problem={problems[field.path] ?? (refused === field.path ? refusal?.message : undefined)}
              isChanged={shown[field.path] !== current[field.path]}
              onChange={(value) => set(field.path, value)}
            />
          ))}
        </SimpleGrid>
        {refusal !== null && refused === undefined && (
          <Alert
            color="red"
            mt="sm"
            role="alert"
            title={codeOf(refusal) === 'CONFLICT' ? 'Somebody else was quicker' : 'Not saved'}
          >
            {refusal.message}
            {codeOf(refusal) === 'CONFLICT' && (
              <Button
                size="compact-xs"
                variant="default"
                ml="sm"
                onClick={() => void effective.refetch().then(() => save.reset())}
              >
                Load their values
              </Button>
            )}
          </Alert>
        )}
        <Group mt="sm" align="end">
          <TextInput
            label="Note"
            description="Why; it goes into the history"
            size="xs"
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            style={{ flex: 1 }}
          />
          <Button
            type="submit"
            size="xs"
            loading={save.isPending}
            disabled={!hasChanges || note.trim() === '' || Object.keys(problems).length > 0}
          >
            Save for this {scopeType === 'global' ? 'account' : scopeType}
          </Button>
          {own !== undefined && (
            <Button
              size="xs"
              variant="default"
              loading={clear.isPending}
              disabled={note.trim() === ''}
              onClick={() => clear.mutate({ scope, note, expectedVersion: own.version })}
            >
              Clear this override
            </Button>
          )}
        </Group>
        <Text size="xs" c="var(--cull-muted)" mt={6}>
          Takes effect at once, on variants already live too.
        </Text>
      </form>
    </Paper>
  );
}

const SCOPE_CHOICES = [
  { type: 'variant', label: 'Variant' },
  { type: 'campaign', label: 'Campaign' },
  { type: 'persona', label: 'Persona' },
  { type: 'global', label: 'Global' },
] as const satisfies readonly { type: ScopeType; label: string }[];
