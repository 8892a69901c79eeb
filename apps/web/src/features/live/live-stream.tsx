'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { codeOf, useTRPC, useTRPCClient } from '../../trpc/provider';
import { setConnection, takeFrame, useLive } from './live-store';

const MAX_WATCHED = 200;
const RETRY_MS = 2_000;
const REFETCH_AFTER_MS = 300;

/** Holds the tab's one stream open: overview, the variants on screen, and the events. */
export function LiveStream({ children }: { children: ReactNode }) {
  const client = useTRPCClient();
  const watches = useLive((state) => state.watches);
  const watched = useMemo(
    () => [...new Set(Object.values(watches).flat())].sort().slice(0, MAX_WATCHED).join(' '),
    [watches],
  );
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let retry: ReturnType<typeof setTimeout> | undefined;
    const again = () => {
      setConnection('broken');
      retry ??= setTimeout(() => setAttempt((count) => count + 1), RETRY_MS);
    };
    const lastEventId = useLive.getState().events[0]?.id;
    const watch = watched === '' ? [] : watched.split(' ');
    const subscription = client.live.dashboard.subscribe(
      { watch, ...(lastEventId !== undefined && attempt >= 0 && { lastEventId }) },
      {
        onData: (frame) => takeFrame(frame, Date.now()),
        onConnectionStateChange: ({ state, error }) => {
          if (state === 'connecting' && error !== null) setConnection('broken');
        },
        onError: (error) => {
          if (codeOf(error) === 'UNAUTHORIZED') window.location.assign('/sign-in');
          else again();
        },
        onComplete: again,
      },
    );
    return () => {
      clearTimeout(retry);
      subscription.unsubscribe();
    };
  }, [client, watched, attempt]);

  useRefetchOnEvents();
  return children;
}

/** Whatever was asked of the API is asked again once something has happened. */
function useRefetchOnEvents(): void {
  const queryClient = useQueryClient();
  const trpc = useTRPC();
  const newest = useLive((state) => state.events[0]?.id);
  useEffect(() => {
    if (newest === undefined) return;
    const timer = setTimeout(() => {
      void queryClient.invalidateQueries({ queryKey: trpc.monitoring.pathKey() });
      void queryClient.invalidateQueries({ queryKey: trpc.thresholds.pathKey() });
    }, REFETCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [newest, queryClient, trpc]);
}
