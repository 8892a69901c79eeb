'use client';

import type { ScopeType } from '@cull/core';
import { Group, Paper, SegmentedControl, Skeleton, Text, Title } from '@mantine/core';
import type { FormEvent } from 'react';
import { Failure } from '../../components/failure';
import { useIsAtLeast } from '../../components/use-role';
import { problemsOf, refusedField, toDraft } from './draft';
import { FieldGroups } from './field-groups';
import type { Lasting } from './override-drafts';
import { PolicyField } from './policy-field';
import { Presets } from './presets';
import { Preview } from './preview';
import { Refusal } from './refusal';
import { SaveBar } from './save-bar';
import { isNarrower, SCOPE_CHOICES, type Subject } from './scopes';
import { TradeOff } from './trade-off';
import { useOverride } from './use-override';
import { ValueSources } from './value-sources';
import { inWords } from './value-words';

const HOUR_MS = 3_600_000;

interface Props {
  /** What it edits, where the page has several. */
  title?: string;
  subject: Subject;
  /** Where an override may be written, the first being the one that is offered. */
  scopeTypes: readonly [ScopeType, ...ScopeType[]];
  hasPresets?: boolean;
}

/** The thresholds that apply to a subject, where each comes from, and an override of them at any scope. */
export function ThresholdEditor({ title = 'Thresholds', subject, scopeTypes, hasPresets = false }: Props) {
  const maySave = useIsAtLeast('operator');
  const override = useOverride(subject, scopeTypes[0]);
  const { effective, scopeType, scope, entered, changes, note, lasting, own, expectedVersion, save } =
    override;
  if (effective.isPending) return <Skeleton height={280} />;
  const failure = effective.isError && (
    <Failure what="the thresholds" error={effective.error} retry={() => void effective.refetch()} />
  );
  if (effective.data === undefined) return failure;
  const { values, origins } = effective.data;
  const current = toDraft(values);
  const shown = { ...current, ...entered };
  const problems = problemsOf(shown, values);
  const refusal = save.error;
  const refused = refusal === null ? undefined : refusedField(refusal.message);
  const isSound = Object.keys(problems).length === 0;
  const hasChanges = Object.keys(changes).length > 0;
  const endsAt = own?.expiresAt ?? null;
  // What this scope overrides may be given another end and nothing else.
  const hasOtherEnd = own !== undefined && expiryOf(lasting, endsAt) !== endsAt;
  const canSave = isSound && (hasChanges || hasOtherEnd);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!canSave || note.trim() === '') return;
    const expiresAt = expiryOf(lasting, endsAt);
    save.mutate({
      scope,
      values: hasChanges ? changes : (own?.values ?? changes),
      note,
      expectedVersion,
      ...(expiresAt !== null && { expiresAt }),
    });
  };

  return (
    <Paper withBorder p="sm" component="section" aria-labelledby="thresholds">
      {failure}
      <Group justify="space-between" gap="xs" mb="xs">
        <Title order={2} size="h6" id="thresholds">
          {title}
        </Title>
        {scopeTypes.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label="Scope of the override"
            value={scopeType}
            onChange={(value) =>
              override.chooseScope(SCOPE_CHOICES.find(({ type }) => type === value)?.type ?? 'variant')
            }
            data={SCOPE_CHOICES.filter(({ type }) => scopeTypes.includes(type)).map(({ type, label }) => ({
              value: type,
              label,
            }))}
          />
        )}
      </Group>
      <ValueSources scopes={effective.data.scopes} values={values} editing={scope} />
      {hasPresets && <Presets onChoose={override.enterAll} />}
      <form onSubmit={submit}>
        <FieldGroups>
          {(field) => {
            const origin = origins[field.path] ?? 'default';
            return (
              <PolicyField
                field={field}
                value={shown[field.path]}
                origin={origin}
                problem={
                  problems[field.path] ??
                  (refusal !== null && refused === field.path ? inWords(refusal.message) : undefined)
                }
                isChanged={shown[field.path] !== current[field.path]}
                isShadowed={isNarrower(origin, scopeType)}
                onChange={(value) => override.enter(field.path, value)}
              />
            );
          }}
        </FieldGroups>
        {refusal !== null && refused === undefined && (
          <Refusal
            error={refusal}
            scope={scope}
            expectedVersion={expectedVersion}
            mine={changes}
            onLookAgain={override.rebase}
          />
        )}
        {maySave ? (
          <SaveBar override={override} canSave={canSave} />
        ) : (
          <Text size="xs" c="var(--cull-muted)" mt="sm">
            Operators and admins save changes; what they would do is shown to everybody.
          </Text>
        )}
        {/* Below what saves, so that nothing moves away under the hand while it comes and goes. */}
        <Preview scope={scope} values={isSound && hasChanges ? changes : null} />
        <TradeOff
          scope={scope}
          values={isSound ? changes : {}}
          killRatio={typeof shown.killRatio === 'number' ? shown.killRatio : null}
          onChoose={(killRatio) =>
            override.enterAll({
              killRatio,
              // Nobody could be warned below what kills.
              ...(typeof shown.warnRatio === 'number' &&
                shown.warnRatio < killRatio && { warnRatio: killRatio }),
            })
          }
        />
      </form>
    </Paper>
  );
}

/** When the override is to end by itself; null for never. */
function expiryOf(lasting: Lasting, now: string | null): string | null {
  if (lasting === 'as it is') return now;
  return lasting === 'until changed' ? null : new Date(Date.now() + lasting * HOUR_MS).toISOString();
}
