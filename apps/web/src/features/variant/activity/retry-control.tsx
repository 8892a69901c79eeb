'use client';

import { formatCountOf } from '@cull/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ConfirmControl } from '../../../components/confirm-control';
import { saidBesides } from '../../../components/said';
import { useIsAtLeast } from '../../../components/use-role';
import { useTRPC } from '../../../trpc/provider';

interface Props {
  variantId: string;
  /** The session that it is about. */
  monitoringId: string;
}

/** Tries the steps of a kill again that were given up; nothing for those who may not. */
export function RetryControl({ variantId, monitoringId }: Props) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mayRetry = useIsAtLeast('operator');
  const retry = useMutation({
    ...trpc.monitoring.retrySteps.mutationOptions(),
    onSuccess: ({ retried }) => {
      const steps = `${formatCountOf(retried, 'step')} ${retried === 1 ? 'is' : 'are'}`;
      notifications.show({ message: `${steps} tried again.`, color: 'good' });
      void queryClient.invalidateQueries(trpc.monitoring.status.queryFilter({ variantId }));
    },
  });
  if (!mayRetry) return null;
  return (
    <ConfirmControl
      button="Try again"
      label="Try again what failed"
      does="Tries the steps again that were given up; those that are done stay done."
      color="accent"
      problem={saidBesides(retry.error?.message, [])}
      busy={retry.isPending}
      act={() => retry.mutateAsync({ variantId, monitoringId })}
    />
  );
}
