'use client';

import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../../trpc/provider';
import { moveOn, type OwnChange } from './override-drafts';

/**
 * What follows a change of an override that is made next to the editor.
 * @returns What to call when it is made.
 */
export function useOwnChange(): (change: OwnChange, words: string) => void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return (change, words) => {
    moveOn(change);
    notifications.show({ message: words, color: 'good' });
    void queryClient.invalidateQueries({ queryKey: trpc.thresholds.pathKey() });
  };
}
