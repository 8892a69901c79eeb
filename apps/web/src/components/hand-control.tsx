'use client';

import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { memo } from 'react';
import { useTRPCClient } from '../trpc/provider';
import type { PopoverButtonSize } from './popover-button';
import { ReasonControl } from './reason-control';
import { ReviveImpact } from './revive-impact';
import { useIsAtLeast } from './use-role';

const WORDS = {
  kill: {
    button: 'Kill',
    done: 'killed',
    does: 'Takes it out of the pool and cancels its scheduled posts.',
    colour: 'red',
  },
  stop: {
    button: 'Stop',
    done: 'no longer monitored',
    does: 'Ends the monitoring; the variant stays in the pool.',
    colour: 'gray',
  },
  protect: {
    button: 'Protect',
    done: 'protected',
    does: 'Takes it out of the rules’ reach; it is watched on.',
    colour: 'blue',
  },
  unprotect: {
    button: 'Unprotect',
    done: 'no longer protected',
    does: 'The rules may kill it again from their next look on.',
    colour: 'blue',
  },
  approve: {
    button: 'Approve the kill',
    done: 'killed',
    does: 'Carries out the kill that the rules ask for.',
    colour: 'red',
  },
  dismiss: {
    button: 'Dismiss',
    done: 'protected',
    does: 'Drops the kill that the rules ask for, and protects the variant from now on.',
    colour: 'blue',
  },
  revive: {
    button: 'Revive',
    done: 'in the pool again',
    does: 'Puts it back into the pool, with the scheduled posts that are still to come.',
    colour: 'teal',
  },
} as const;

interface Props {
  action: keyof typeof WORDS;
  variantId: string;
  size?: PopoverButtonSize;
  /** Asks for the reason as soon as it is there, for links that lead to it. */
  asksAtOnce?: boolean;
}

/** A button that asks for the reason before it acts; the reason goes into the record. Nothing for those who may not. */
export const HandControl = memo(function HandControl({
  action,
  variantId,
  size = 'small',
  asksAtOnce = false,
}: Props) {
  const client = useTRPCClient();
  const mayAct = useIsAtLeast('operator');
  const { button, done, does, colour } = WORDS[action];
  const mutation = useMutation({
    mutationFn: async (input: { variantId: string; reason: string }) => {
      if (action === 'unprotect') await client.monitoring.protect.mutate({ ...input, isProtected: false });
      else await client.monitoring[action].mutate(input);
    },
    onSuccess: () => notifications.show({ message: `${variantId} is ${done}.`, color: colour }),
  });
  if (!mayAct) return null;
  return (
    <ReasonControl
      action={action}
      button={button}
      label={`${button} ${variantId}`}
      does={does}
      colour={colour}
      size={size}
      problem={mutation.error?.message}
      busy={mutation.isPending}
      act={(reason) => mutation.mutateAsync({ variantId, reason })}
      asksAtOnce={asksAtOnce}
      impact={action === 'revive' && <ReviveImpact variantId={variantId} />}
    />
  );
});
