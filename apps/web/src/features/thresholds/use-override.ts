'use client';

import type { PolicyPath, ScopeType } from '@cull/core';
import { useWindowEvent } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '../../trpc/provider';
import type { Draft, Entered } from './draft';
import { type Lasting, NO_DRAFT, type OverrideDraft, useOverrideDraft } from './override-drafts';
import { type Subject, scopeOf } from './scopes';
import { useEffective } from './use-overrides';

/** The thresholds that hold for a subject, and the override that is being written. */
export function useOverride(subject: Subject, firstScopeType: ScopeType) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [scopeType, setScopeType] = useState(firstScopeType);
  const [draft, setDraft] = useOverrideDraft(JSON.stringify(subject));
  const effective = useEffective(subject);
  const save = useMutation({
    ...trpc.thresholds.set.mutationOptions(),
    onSuccess: () => {
      setDraft(() => NO_DRAFT);
      notifications.show({ message: 'Saved. It holds from now on.', color: 'teal' });
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
  const hasChanges = Object.keys(draft.entered).length > 0;
  useWindowEvent('beforeunload', (event) => {
    if (hasChanges) event.preventDefault();
  });
  return {
    effective,
    scopeType,
    chooseScope: (type: ScopeType) => {
      save.reset();
      setScopeType(type);
    },
    ...draft,
    hasChanges,
    enter: (path: PolicyPath, value: Entered) => edit({ entered: { ...draft.entered, [path]: value } }),
    /** Takes many values at once, as a preset has them. */
    enterAll: (values: Draft) => edit({ entered: { ...draft.entered, ...values } }),
    setNote: (note: string) => edit({ note }),
    setLasting: (lasting: Lasting) => edit({ lasting }),
    discard: () => {
      save.reset();
      setDraft(() => NO_DRAFT);
    },
    scope: scopeOf(scopeType, subject) ?? { type: 'global' as const },
    /** The chosen scope's own override that is in force. */
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
