'use client';

import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ReasonControl } from '../../components/reason-control';
import { useTRPC } from '../../trpc/provider';
import { Foreseen } from './foreseen';
import type { ChosenScope } from './scopes';

const NOTHING = {};

interface Props {
  scope: ChosenScope;
  /** Of the override that the reader sees. */
  version: number;
}

/** Takes a scope's whole override back, with what that would do shown first. */
export function ClearControl({ scope, version }: Props) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const clear = useMutation({
    ...trpc.thresholds.clear.mutationOptions(),
    onSuccess: () => {
      notifications.show({ message: 'Cleared. The wider scopes hold again.', color: 'teal' });
      void queryClient.invalidateQueries({ queryKey: trpc.thresholds.pathKey() });
    },
  });
  return (
    <ReasonControl
      button="Clear this override"
      label="Clear this override"
      does="Takes back all that this scope overrides: the wider scopes hold again."
      colour="red"
      size="regular"
      problem={clear.error?.message}
      busy={clear.isPending}
      act={(note) => clear.mutateAsync({ scope, note, expectedVersion: version })}
      impact={<Foreseen scope={scope} values={NOTHING} />}
    />
  );
}
