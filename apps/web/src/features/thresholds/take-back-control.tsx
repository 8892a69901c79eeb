'use client';

import { type PolicyPath, withoutPath } from '@cull/core';
import { useMutation } from '@tanstack/react-query';
import { ReasonControl } from '../../components/reason-control';
import { useTRPC } from '../../trpc/provider';
import { Foreseen } from './foreseen';
import type { AppliedScope } from './override-drafts';
import { refusalWords } from './refusal-words';
import type { ChosenScope } from './scopes';
import { useOwnChange } from './use-own-change';
import { labelOf } from './value-words';

interface Props {
  layer: AppliedScope;
  path: PolicyPath;
  scope: ChosenScope;
}

/** Takes one value out of a scope's override, with what that would do shown first; what else it overrides stays. */
export function TakeBackControl({ layer, path, scope }: Props) {
  const trpc = useTRPC();
  const changed = useOwnChange();
  const { version: expectedVersion, expiresAt } = layer;
  const done = (to: number | null) =>
    changed({ scope, from: expectedVersion, to }, 'Reset. The wider scopes decide this value again.');
  const set = useMutation({
    ...trpc.thresholds.set.mutationOptions(),
    onSuccess: ({ version }) => done(version),
  });
  const clear = useMutation({ ...trpc.thresholds.clear.mutationOptions(), onSuccess: () => done(null) });
  const values = withoutPath(layer.values, path);
  const isLast = Object.keys(values).length === 0;
  return (
    <ReasonControl
      button="Reset"
      label={`Reset ${labelOf(path)}`}
      does="Resets the value to what the wider scopes say."
      color="accent"
      problem={refusalWords(set.error ?? clear.error)}
      busy={set.isPending || clear.isPending}
      act={(note) =>
        isLast
          ? clear.mutateAsync({ scope, note, expectedVersion })
          : set.mutateAsync({
              scope,
              values,
              replace: true,
              note,
              expectedVersion,
              ...(expiresAt !== null && { expiresAt }),
            })
      }
      impact={<Foreseen scope={scope} values={values} />}
    />
  );
}
