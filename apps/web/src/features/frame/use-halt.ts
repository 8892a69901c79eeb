'use client';

import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { sentenceOf } from '../../components/said';
import { useTRPCClient } from '../../trpc/provider';
import { GLOBAL } from '../live/halts/halt-control';

/** How long a pause of all kills can be asked to last; null for until somebody resumes them. */
export const PAUSES = [
  { minutes: 15, words: '15 min' },
  { minutes: 60, words: '1 h' },
  { minutes: null, words: 'until resumed' },
] as const;
export type Pause = (typeof PAUSES)[number];

const MINUTE_MS = 60_000;

/** Pauses all kills in one step, and resumes them; says the result. */
export function useHalt() {
  const client = useTRPCClient();
  const onError = ({ message }: { message: string }) => {
    notifications.show({ title: 'Not done', message: sentenceOf(message), color: 'kill' });
  };
  const pause = useMutation({
    mutationFn: ({ minutes, reason }: { minutes: number | null; reason: string }) =>
      client.system.pause.mutate({
        scope: GLOBAL,
        reason,
        ...(minutes !== null && { until: new Date(Date.now() + minutes * MINUTE_MS).toISOString() }),
      }),
    onSuccess: () => notifications.show({ message: 'Kills are paused.', color: 'kill' }),
    onError,
  });
  const resume = useMutation({
    mutationFn: (reason: string) => client.system.resume.mutate({ scope: GLOBAL, reason }),
    onSuccess: () => notifications.show({ message: 'Kills are resumed.', color: 'good' }),
    onError,
  });
  return { pause, resume };
}

/** Returns the reason that goes on record where nobody typed one. */
export function reasonOr(typed: string, { words }: Pause): string {
  return typed.trim() === '' ? `Paused ${words.startsWith('until') ? words : `for ${words}`}` : typed.trim();
}
