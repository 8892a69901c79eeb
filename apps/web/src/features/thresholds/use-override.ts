'use client';

import type { PolicyPath, ScopeType } from '@cull/core';
import { useWindowEvent } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '../../trpc/provider';
import { changedValues, type Draft, type Entered, toDraft } from './draft';
import { type Lasting, NO_DRAFT, type OverrideDraft, useOverrideDraft } from './override-drafts';
import { type Subject, scopeOf } from './scopes';
import { useEffective } from './use-overrides';

const NO_CHANGES = {};

/** The thresholds that apply to a subject, and the override that is being written. */
export function useOverride(subject: Subject, firstScopeType: ScopeType) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useOverrideDraft(JSON.stringify(subject));
  const scopeType = draft.scopeType ?? firstScopeType;
  const effective = useEffective(subject);
  // Of the scope that was chosen nothing is left to save, but it stays chosen.
  const clean = () => setDraft((before) => ({ ...NO_DRAFT, scopeType: before.scopeType }));
  const save = useMutation({
    ...trpc.thresholds.set.mutationOptions(),
    onSuccess: () => {
      clean();
      notifications.show({ message: 'Saved. It applies now.', color: 'good' });
      void queryClient.invalidateQueries({ queryKey: trpc.thresholds.pathKey() });
    },
  });
  const scopes = effective.data?.scopes ?? [];
  const basis = draft.basis ?? scopes;
  /** A change of what was entered; what was refused before is not what is entered now. */
  const edit = (change: Partial<OverrideDraft>) => {
    save.reset();
    setDraft((before) => ({ ...before, basis: before.basis ?? scopes, ...change }));
  };
  const values = effective.data?.values;
  const { entered } = draft;
  // The same object while nothing of it changes: what it would do is worked out again for another.
  const changes = useMemo(
    () => (values === undefined ? NO_CHANGES : changedValues(entered, toDraft(values))),
    [values, entered],
  );
  const hasChanges = Object.keys(entered).length > 0 || draft.lasting !== NO_DRAFT.lasting;
  useWindowEvent('beforeunload', (event) => {
    if (hasChanges) event.preventDefault();
  });
  return {
    effective,
    ...draft,
    scopeType,
    chooseScope: (type: ScopeType) => {
      save.reset();
      setDraft((before) => ({ ...before, scopeType: type }));
    },
    /** Of what was entered, what differs from what is active. */
    changes,
    hasChanges,
    enter: (path: PolicyPath, value: Entered) => edit({ entered: { ...entered, [path]: value } }),
    /** Takes many values at once, as a preset has them. */
    enterAll: (many: Draft) => edit({ entered: { ...entered, ...many } }),
    setNote: (note: string) => edit({ note }),
    setLasting: (lasting: Lasting) => edit({ lasting }),
    discard: () => {
      save.reset();
      clean();
    },
    scope: scopeOf(scopeType, subject) ?? { type: 'global' as const },
    /** The chosen scope's own override that is active. */
    own: scopes.find(({ type }) => type === scopeType),
    /** The chosen scope's version that the editing began from; 0 for none. */
    expectedVersion: basis.find(({ type }) => type === scopeType)?.version ?? 0,
    save,
    /** Looks at what somebody else saved, and keeps what was entered here. */
    rebase: () =>
      void effective.refetch().then(({ data }) => {
        if (data !== undefined) edit({ basis: data.scopes });
      }),
  };
}

export type Override = ReturnType<typeof useOverride>;
