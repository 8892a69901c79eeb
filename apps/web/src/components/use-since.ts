'use client';

import { useInterval } from '@mantine/hooks';
import { useMemo, useState } from 'react';

const MOVES_ON_MS = 300_000;

/**
 * When a period began that is `lengthMs` long and ends about now, ISO 8601. It moves on while the page stays open, in
 * steps of minutes, so that queries keyed by it are not asked again with every drawing.
 */
export function useSince(lengthMs: number): string {
  const [until, setUntil] = useState(() => Date.now());
  useInterval(() => setUntil(Date.now()), MOVES_ON_MS, { autoInvoke: true });
  return useMemo(() => new Date(until - lengthMs).toISOString(), [until, lengthMs]);
}
