'use client';

import { useEffect, useState } from 'react';
import { useLive } from './live-store';

/** The API's limit for one stream. */
const MAX_WATCHED = 200;
/** Lists change row by row; the stream is opened anew once for what comes within this time. */
const GATHER_MS = 400;

/**
 * The sessions that the stream is to follow. It changes only when somebody wants one that is not followed yet:
 * what is no longer shown stays until then, since every change means a new stream.
 */
export function useWatched(): readonly string[] {
  const watches = useLive((state) => state.watches);
  const [followed, setFollowed] = useState<readonly string[]>([]);
  useEffect(() => {
    const wanted = [...new Set(Object.values(watches).flat())].slice(0, MAX_WATCHED);
    if (wanted.every((id) => followed.includes(id))) return;
    const timer = setTimeout(() => setFollowed(wanted), GATHER_MS);
    return () => clearTimeout(timer);
  }, [watches, followed]);
  return followed;
}
