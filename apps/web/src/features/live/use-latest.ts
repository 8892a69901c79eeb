'use client';

import type { PointFrame } from '@cull/api';
import type { MonitoredVariant } from '../../trpc/types';
import { useLive } from './live-store';
import { newerOf } from './newer';

const NO_POINTS: readonly PointFrame[] = [];

/**
 * A variant with the newest that the stream has brought of it.
 * @param isOnScreen What nobody sees is not kept up to date: it would cost as much as what is seen.
 */
export function useLatest(
  variant: MonitoredVariant,
  isOnScreen = true,
): {
  variant: MonitoredVariant;
  points: readonly PointFrame[];
} {
  const points =
    useLive((state) => (isOnScreen ? state.series[variant.monitoringId] : undefined)) ?? NO_POINTS;
  return { variant: newerOf(variant, points.at(-1)), points };
}
