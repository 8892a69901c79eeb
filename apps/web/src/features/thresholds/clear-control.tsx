'use client';

import { useMutation } from '@tanstack/react-query';
import { ReasonControl } from '../../components/reason-control';
import { useTRPC } from '../../trpc/provider';
import { Foreseen } from './foreseen';
import { refusalWords } from './refusal-words';
import type { ChosenScope } from './scopes';
import { useOwnChange } from './use-own-change';

const NOTHING = {};

interface Props {
  scope: ChosenScope;
  /** Of the override that the reader sees. */
  version: number;
}

/** Takes a scope's whole override back, with what that would do shown first. */
export function ClearControl({ scope, version }: Props) {
  const trpc = useTRPC();
  const changed = useOwnChange();
  const clear = useMutation({
    ...trpc.thresholds.clear.mutationOptions(),
    onSuccess: () => changed({ scope, from: version, to: null }, 'Cleared. The wider scopes apply again.'),
  });
  return (
    <ReasonControl
      button="Clear this override"
      label="Clear this override"
      does="Removes all values of this override. The wider scopes apply again."
      color="kill"
      size="regular"
      problem={refusalWords(clear.error)}
      busy={clear.isPending}
      act={(note) => clear.mutateAsync({ scope, note, expectedVersion: version })}
      impact={<Foreseen scope={scope} values={NOTHING} />}
    />
  );
}
