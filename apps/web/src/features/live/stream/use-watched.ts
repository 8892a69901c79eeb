'use client';

import { useEffect, useState } from 'react';
import { useLive } from './live-store';

/** The API's limit for one stream. */
const MAX_WATCHED = 200;
/** Lists change row by row; the stream is opened again once for what comes within this time. */
const GATHER_MS = 500;

/**
 * The sessions that the stream is to follow. It changes only when somebody wants one that is not followed yet:
 * what is no longer shown stays while there is room, since every change means a new stream.
 */
export function useWatched(): readonly string[] {
  const watches = useLive((state) => state.watches);
  const [followed, setFollowed] = useState<readonly string[]>([]);
  useEffect(() => {
    const wanted = [...new Set(Object.values(watches).flat())].slice(0, MAX_WATCHED);
    const known = new Set(followed);
    if (wanted.every((id) => known.has(id))) return;
    const next = [...new Set([...wanted, ...followed])].slice(0, MAX_WATCHED);
    const timer = setTimeout(() => setFollowed(next), GATHER_MS);
    return () => clearTimeout(timer);
  }, [watches, followed]);
  return followed;
}
