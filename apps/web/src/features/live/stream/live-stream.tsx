'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { isSignedIn, leaveToSignIn } from '../../../components/leave';
import { codeOf, useTRPCClient } from '../../../trpc/provider';
import { setConnection, takeFrame, useLive } from './live-store';
import { useMayStream } from './use-may-stream';
import { useRefetchOnEvents } from './use-refetch-on-events';
import { useWatched } from './use-watched';

const RETRY_MS = 1_000;
/** Frames come every second: a line on which nothing comes for so long is given up, though nobody has cut it. */
const SILENT_MS = 5_000;

/** Holds the tab's one stream open while it may: overview, the variants on screen, and the events. */
export function LiveStream({ children }: { children: ReactNode }) {
  const client = useTRPCClient();
  const watch = useWatched();
  const mayStream = useMayStream();
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is what opens the stream again.
  useEffect(() => {
    if (!mayStream) return;
    let retry: ReturnType<typeof setTimeout> | undefined;
    // A subscription that is let go completes too, and must not be mourned.
    let isLetGo = false;
    // The link would open a broken stream again by itself, but browsers take some seconds until they do.
    const again = () => {
      if (isLetGo) return;
      setConnection('broken');
      retry ??= setTimeout(() => setAttempt((count) => count + 1), RETRY_MS);
    };
    let silence = setTimeout(again, SILENT_MS);
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(again, SILENT_MS);
    };
    const lastEventId = useLive.getState().newestEvent?.id;
    const subscription = client.live.dashboard.subscribe(
      { watch: [...watch], ...(lastEventId !== undefined && { lastEventId }) },
      {
        // An event comes with its place in the log, the rest without.
        onData: (frame) => {
          heard();
          takeFrame('id' in frame ? frame.data : frame);
        },
        onConnectionStateChange: ({ state, error }) => {
          if (state === 'connecting' && error !== null) again();
        },
        onError: (error) => {
          if (codeOf(error) !== 'UNAUTHORIZED') return again();
          // A stream ends with the session that it began in, which a changed password or second factor replaces.
          void isSignedIn().then((isIn) => (isIn ? again() : leaveToSignIn()));
        },
        onComplete: again,
      },
    );
    return () => {
      isLetGo = true;
      clearTimeout(retry);
      clearTimeout(silence);
      subscription.unsubscribe();
    };
  }, [client, watch, attempt, mayStream]);

  useRefetchOnEvents();
  return children;
}
