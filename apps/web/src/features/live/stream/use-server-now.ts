'use client';

import { useNow } from '../../../components/use-now';
import { useLive } from './live-store';

/** The server's time, to the second, so that a wrong clock at the reader's skews no countdown and no age. */
export function useServerNow(): number | null {
  const now = useNow();
  const clockAheadMs = useLive((state) => state.clockAheadMs);
  return now === null ? null : now - clockAheadMs;
}
