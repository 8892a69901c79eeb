'use client';

import type { PolicyValues, ScopeType } from '@cull/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ReasonControl } from '../../components/reason-control';
import { useIsAtLeast } from '../../components/use-role';
import { useTRPC } from '../../trpc/provider';

interface Props {
  scope: { type: ScopeType; id?: string };
  values: PolicyValues;
  /** What is applied, in full. */
  label: string;
  does: string;
}

/** Makes a suggestion an override, with a note; nothing for those who may not. */
export function ApplyControl({ scope, values, label, does }: Props) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mayApply = useIsAtLeast('operator');
  const set = useMutation({
    ...trpc.thresholds.set.mutationOptions(),
    onSuccess: () => {
      notifications.show({ message: 'Applied. It holds from now on.', color: 'teal' });
      void queryClient.invalidateQueries({ queryKey: trpc.thresholds.pathKey() });
    },
  });
  if (!mayApply) return null;
  return (
    <ReasonControl
      button="Apply"
      label={label}
      does={does}
      colour="blue"
      problem={set.error?.message}
      busy={set.isPending}
      act={(note) => set.mutateAsync({ scope, values, note })}
    />
  );
}
