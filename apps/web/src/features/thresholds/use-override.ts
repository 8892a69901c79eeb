'use client';

import type { AppRouter } from '@cull/api';
import type { PolicyPath, ScopeType } from '@cull/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useState } from 'react';
import { useTRPC } from '../../trpc/provider';
import type { Draft, Entered } from './draft';
import { type Subject, scopeOf } from './scopes';

type Effective = inferRouterOutputs<AppRouter>['thresholds']['effective'];
type ScopeVersions = Effective['scopes'];

/** What somebody has entered, with the versions that were in force when they began. */
interface Editing {
  readonly entered: Draft;
  readonly basis: ScopeVersions;
}

/** The thresholds that hold for a subject, and the override that is being written. */
export function useOverride(subject: Subject, firstScopeType: ScopeType) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [scopeType, setScopeType] = useState(firstScopeType);
  const [lastsHours, setLastsHours] = useState<number | null>(null);
  const [editing, setEditing] = useState<Editing | null>(null);
  const [note, setNote] = useState('');
  const effective = useQuery(trpc.thresholds.effective.queryOptions({ ...subject }));
  const done = (words: string) => () => {
    setEditing(null);
    setNote('');
    notifications.show({ message: words, color: 'teal' });
    void queryClient.invalidateQueries({ queryKey: trpc.thresholds.pathKey() });
  };
  const save = useMutation({
    ...trpc.thresholds.set.mutationOptions(),
    onSuccess: done('Saved. It holds from now on.'),
  });
  const clear = useMutation({
    ...trpc.thresholds.clear.mutationOptions(),
    onSuccess: done('Cleared. The wider scopes hold again.'),
  });
  const forgetRefusal = () => {
    save.reset();
    clear.reset();
  };
  const now = effective.data?.scopes ?? [];
  const basis = editing?.basis ?? now;
  return {
    effective,
    scopeType,
    chooseScope: (type: ScopeType) => {
      forgetRefusal();
      setScopeType(type);
    },
    entered: editing?.entered ?? {},
    enter: (path: PolicyPath, value: Entered) => {
      forgetRefusal();
      setEditing({ entered: { ...editing?.entered, [path]: value }, basis });
    },
    /** Takes many values at once, as a preset has them. */
    enterAll: (values: Draft) => {
      forgetRefusal();
      setEditing({ entered: { ...editing?.entered, ...values }, basis });
    },
    discard: () => {
      forgetRefusal();
      setEditing(null);
    },
    note,
    setNote,
    /** For how long the override holds; null until somebody changes it. */
    lastsHours,
    setLastsHours,
    /** Whether the chosen scope has an override of its own. */
    hasOwn: now.some(({ type }) => type === scopeType),
    scope: scopeOf(scopeType, subject) ?? { type: 'global' as const },
    /** The chosen scope's version that the editing began from; 0 for none. */
    expectedVersion: basis.find(({ type }) => type === scopeType)?.version ?? 0,
    save,
    clear,
    /** Looks at what somebody else saved, and keeps what was entered here. */
    rebase: () =>
      void effective.refetch().then(({ data }) => {
        forgetRefusal();
        if (data !== undefined) setEditing((kept) => kept && { ...kept, basis: data.scopes });
      }),
  };
}

export type Override = ReturnType<typeof useOverride>;
