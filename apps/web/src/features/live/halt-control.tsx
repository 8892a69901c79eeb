'use client';

import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { ReasonControl } from '../../components/reason-control';
import { saidBesides } from '../../components/said';
import { useIsAtLeast } from '../../components/use-role';
import { useTRPCClient } from '../../trpc/provider';
import classes from './halt-control.module.css';

type HaltScope = { type: 'global' } | { type: 'persona'; id: string };
export const GLOBAL: HaltScope = { type: 'global' };

/** By what it is for: ` of ada`, or nothing for everything. */
const WORDS = {
  pause: {
    verb: 'Pause',
    what: ' all kills',
    does: (of: string) =>
      `No rule kills any${of === '' ? 'thing' : ` variant${of}`} until somebody resumes them; variants are watched on.`,
    done: (of: string) => `Kills${of} are paused.`,
    colour: 'red',
  },
  resume: {
    verb: 'Resume',
    what: ' kills',
    does: (of: string) => `What${of} still breaches is killed at the next check.`,
    done: (of: string) => `Kills${of} are resumed.`,
    colour: 'teal',
  },
} as const;

/** Stops kills by rules, or lets them happen again; the reason goes into the record. Nothing for those who may not. */
export function HaltControl({ action, scope }: { action: keyof typeof WORDS; scope: HaltScope }) {
  const client = useTRPCClient();
  const mayAct = useIsAtLeast('operator');
  const { verb, what, does, done, colour } = WORDS[action];
  const of = scope.type === 'global' ? '' : ` of ${scope.id}`;
  const mutation = useMutation({
    mutationFn: (reason: string) => client.system[action].mutate({ scope, reason }),
    onSuccess: () => notifications.show({ message: done(of), color: colour }),
  });
  if (!mayAct) return null;
  return (
    <ReasonControl
      button={
        <>
          {verb}
          <span className={classes.what}>{what}</span>
        </>
      }
      label={`${verb}${what}${of}`}
      does={does(of)}
      colour={colour}
      problem={saidBesides(mutation.error?.message, [])}
      busy={mutation.isPending}
      act={(reason) => mutation.mutateAsync(reason)}
    />
  );
}
