'use client';

import type { MonitoredVariant } from '../../../../trpc/types';
import { useWatch } from '../../stream/use-watch';

/** The first ones are always followed: ranks change, and each new one on screen would open a new stream. */
const ALWAYS_WATCHED = 100;

/** Has the stream follow the variants that are on screen, and the first of the list. */
export function useWatchOnScreen(
  variants: readonly MonitoredVariant[],
  onScreen: readonly MonitoredVariant[],
): void {
  useWatch('list', [...new Set([...onScreen, ...variants.slice(0, ALWAYS_WATCHED)])]);
}
