'use client';

import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { ReasonControl } from '../../../components/reason-control';
import { saidBesides } from '../../../components/said';
import { useIsAtLeast } from '../../../components/use-role';
import { useTRPCClient } from '../../../trpc/provider';
import classes from './halt-control.module.css';

type PauseScope = { type: 'global' } | { type: 'persona'; id: string };
type HaltScope = PauseScope | { type: 'source'; id: string };
export const GLOBAL: PauseScope = { type: 'global' };

type Props = { action: 'pause'; scope: PauseScope } | { action: 'resume'; scope: HaltScope };

/** What a halt is of, as it is resumed. */
export function scopeOf({ type, id }: { type: HaltScope['type']; id: string | null }): HaltScope {
  return type === 'global' || id === null ? GLOBAL : { type, id };
}

/** What a source is called where its name is not known. */
export function sourceWords(id: string): string {
  if (id === 'push') return 'pushed samples';
  return id === 'default' ? 'the account default' : 'one account';
}

/** By what it is for: ` of ada`, or nothing for everything. */
const WORDS = {
  pause: {
    verb: 'Pause',
    what: ' all kills',
    does: (of: string) => `Stops automatic kills${of} until somebody resumes them. Monitoring continues.`,
    done: (of: string) => `Kills${of} are paused.`,
    color: 'kill',
  },
  resume: {
    verb: 'Resume',
    what: ' kills',
    does: (of: string) => `What${of} still breaches is killed at the next check.`,
    done: (of: string) => `Kills${of} are resumed.`,
    color: 'good',
  },
} as const;

/** Pauses or resumes auto-kill, with a reason for the record. Nothing for those who may not. */
export function HaltControl(props: Props) {
  const { action, scope } = props;
  const client = useTRPCClient();
  const mayAct = useIsAtLeast('operator');
  const { verb, what, does, done, color } = WORDS[action];
  const of =
    scope.type === 'global' ? '' : ` of ${scope.type === 'source' ? sourceWords(scope.id) : scope.id}`;
  const mutation = useMutation({
    mutationFn: (reason: string) =>
      props.action === 'pause'
        ? client.system.pause.mutate({ scope: props.scope, reason })
        : client.system.resume.mutate({ scope: props.scope, reason }),
    onSuccess: () => notifications.show({ message: done(of), color: color }),
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
      color={color}
      problem={saidBesides(mutation.error?.message, [])}
      busy={mutation.isPending}
      act={(reason) => mutation.mutateAsync(reason)}
    />
  );
}
