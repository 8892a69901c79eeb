'use client';

import { NativeSelect } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ReasonControl } from '../../components/reason-control';
import { saidBesides } from '../../components/said';
import { useIsAtLeast } from '../../components/use-role';
import { useTRPC } from '../../trpc/provider';

const BY = [
  { value: '300', label: '5 minutes' },
  { value: '600', label: '10 minutes' },
  { value: '1800', label: '30 minutes' },
  { value: '3600', label: 'An hour' },
];
const USUAL = '600';

interface Props {
  variantId: string;
  /** The session that it is about. */
  monitoringId: string;
}

/** Makes a live variant's window longer, with a reason; nothing for those who may not. */
export function ExtendControl({ variantId, monitoringId }: Props) {
  const trpc = useTRPC();
  const mayExtend = useIsAtLeast('operator');
  const [seconds, setSeconds] = useState(USUAL);
  const extend = useMutation({
    ...trpc.monitoring.extend.mutationOptions(),
    onSuccess: () => notifications.show({ message: `${variantId} is watched for longer.`, color: 'accent' }),
  });
  if (!mayExtend) return null;
  return (
    <ReasonControl
      button="Extend"
      label={`Extend ${variantId}`}
      does="Watches it for longer before it times out."
      color="accent"
      size="regular"
      problem={saidBesides(extend.error?.message, [])}
      busy={extend.isPending}
      act={(reason) => extend.mutateAsync({ variantId, monitoringId, reason, seconds: Number(seconds) })}
      impact={
        <NativeSelect
          size="regular"
          label="By"
          data={BY}
          value={seconds}
          onChange={(event) => setSeconds(event.currentTarget.value)}
        />
      }
    />
  );
}
