import { useEffect, useState } from 'react';

/** A tab that is hidden for less keeps its stream: somebody only looked something up. */
const HIDDEN_FOR_MS = 5_000;
const BACKGROUND = 'cull-background-stream';

/**
 * Whether this tab may hold a stream. Those in front do, and of those behind one, for alerts: over HTTP/1.1 a browser has six connections to a server for
 * all of its tabs together, and a seventh tab would wait forever.
 */
export function useMayStream(): boolean {
  const [isHidden, setHidden] = useState(false);
  const [isElected, setElected] = useState(false);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (document.visibilityState === 'visible') setHidden(false);
      else timer = setTimeout(() => setHidden(true), HIDDEN_FOR_MS);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);

  useEffect(() => {
    if (!isHidden) return;
    return holdLock(BACKGROUND, setElected);
  }, [isHidden]);

  return !isHidden || isElected;
}

/**
 * Waits for a lock that only one tab of the browser can hold, and holds it.
 * @param onHeld Told when the lock is had, and when it is let go.
 * @returns Releases it, or ends the wait.
 */
function holdLock(name: string, onHeld: (isHeld: boolean) => void): () => void {
  // Browsers have locks over TLS and on this machine alone; elsewhere no tab that is hidden has alerts either.
  if (!('locks' in navigator)) return () => {};
  const waiting = new AbortController();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  navigator.locks
    .request(name, { signal: waiting.signal }, () => {
      onHeld(true);
      return held;
    })
    // Only ever aborted, by the line below.
    .catch(() => {});
  return () => {
    waiting.abort();
    release();
    onHeld(false);
  };
}
