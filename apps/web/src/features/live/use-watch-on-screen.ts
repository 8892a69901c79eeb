'use client';

import type { VirtualItem } from '@tanstack/react-virtual';
import { useEffect } from 'react';
import type { MonitoredVariant } from '../../trpc/types';
import { watch } from './live-store';

const WATCH_PART = 'list';
/** The first ones are always followed: ranks change, and each new one on screen would open a new stream. */
const ALWAYS_WATCHED = 100;

/** Has the stream follow the variants that are drawn, and the first of the list. */
export function useWatchOnScreen(variants: readonly MonitoredVariant[], drawn: readonly VirtualItem[]): void {
  const onScreen = drawn.flatMap(({ index }) => variants[index] ?? []);
  const ids = [...new Set([...onScreen, ...variants.slice(0, ALWAYS_WATCHED)])]
    .map(({ monitoringId }) => monitoringId)
    .join(' ');
  useEffect(() => {
    watch(WATCH_PART, ids === '' ? [] : ids.split(' '));
  }, [ids]);
  useEffect(() => () => watch(WATCH_PART, []), []);
}
