'use client';

import { Group, Paper, SegmentedControl, SimpleGrid, Skeleton, Title } from '@mantine/core';
import type { FormEvent } from 'react';
import { Failure } from '../../components/failure';
import { changedValues, problemsOf, refusedField, toDraft } from './draft';
import { FIELDS } from './fields';
import { PolicyField } from './policy-field';
import { Refusal } from './refusal';
import { SaveBar } from './save-bar';
import { isNarrower, SCOPE_CHOICES, type Subject } from './scopes';
import { useOverride } from './use-override';

/** The thresholds that hold for a variant, where each comes from, and an override of them at any scope. */
export function ThresholdEditor(subject: Subject) {
  const override = useOverride(subject);
  const { effective, scopeType, scope, entered, note, expectedVersion, save, clear } = override;
  if (effective.isPending) return <Skeleton height={280} />;
  if (effective.isError) {
    return <Failure what="the thresholds" error={effective.error} retry={() => void effective.refetch()} />;
  }
  const { values, origins } = effective.data;
  const current = toDraft(values);
  const shown = { ...current, ...entered };
  const problems = problemsOf(shown, values);
  const changes = changedValues(entered, current);
  const refusal = save.error ?? clear.error;
  const refused = refusal === null ? undefined : refusedField(refusal.message);
  const canSave = Object.keys(changes).length > 0 && Object.keys(problems).length === 0;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (canSave && note.trim() !== '') save.mutate({ scope, values: changes, note, expectedVersion });
  };

  return (
    <Paper withBorder p="sm" component="section" aria-labelledby="thresholds">
      <Group justify="space-between" gap="xs" mb="xs">
        <Title order={2} size="h6" id="thresholds">
          Thresholds
        </Title>
        <SegmentedControl
          size="xs"
          aria-label="Scope of the override"
          value={scopeType}
          onChange={(value) =>
            override.chooseScope(SCOPE_CHOICES.find(({ type }) => type === value)?.type ?? 'variant')
          }
          data={SCOPE_CHOICES.filter(({ type }) => type !== 'campaign' || subject.campaignId !== null).map(
            ({ type, label }) => ({ value: type, label }),
          )}
        />
      </Group>
      <form onSubmit={submit}>
        <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm" verticalSpacing="xs">
          {FIELDS.map((field) => {
            const origin = origins[field.path] ?? 'default';
            return (
              <PolicyField
                key={field.path}
                field={field}
                value={shown[field.path]}
                origin={origin}
                problem={problems[field.path] ?? (refused === field.path ? refusal?.message : undefined)}
                isChanged={shown[field.path] !== current[field.path]}
                isShadowed={isNarrower(origin, scopeType)}
                onChange={(value) => override.enter(field.path, value)}
              />
            );
          })}
        </SimpleGrid>
        {refusal !== null && refused === undefined && (
          <Refusal error={refusal} onLookAgain={override.rebase} />
        )}
        <SaveBar override={override} canSave={canSave} />
      </form>
    </Paper>
  );
}
