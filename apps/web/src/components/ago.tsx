'use client';

import { formatAge } from './age';
import { Instant } from './instant';
import { useNow } from './use-now';

const HOUR_MS = 3_600_000;

/** How long ago something was, by the reader's clock; from an hour on, when. */
export function Ago({ at, clockAheadMs = 0 }: { at: string; clockAheadMs?: number }) {
  const now = useNow();
  const age = now === null ? null : now - clockAheadMs - Date.parse(at);
  if (age === null || age >= HOUR_MS) return <Instant at={at} />;
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {formatAge(age)} ago
    </time>
  );
}
