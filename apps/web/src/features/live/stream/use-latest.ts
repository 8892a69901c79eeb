'use client';

import type { PointFrame } from '@cull/api';
import type { MonitoredVariant } from '../../../trpc/types';
import { newerOf } from '../list/order/newer';
import { useLive } from './live-store';

const NO_POINTS: readonly PointFrame[] = [];

/** A variant with the newest that the stream has brought of it. */
export function useLatest(variant: MonitoredVariant): {
  variant: MonitoredVariant;
  points: readonly PointFrame[];
} {
  const points = useLive((state) => state.series[variant.monitoringId]) ?? NO_POINTS;
  return { variant: newerOf(variant, points.at(-1)), points };
}
