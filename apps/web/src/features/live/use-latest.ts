'use client';

import type { PointFrame } from '@cull/api';
import { useLive } from './live-store';
import type { ListedVariant } from './variant-cards';

const NO_POINTS: readonly PointFrame[] = [];

/** A listed variant with the newest that the stream has brought of it. */
export function useLatest(variant: ListedVariant): { variant: ListedVariant; points: readonly PointFrame[] } {
  const points = useLive((state) => state.series[variant.monitoringId]) ?? NO_POINTS;
  const point = points.at(-1);
  if (point === undefined) return { variant, points };
  const { status, views, interactions, engagementRate, warned, risk, dataQuality, deadlineAt } = point;
  return {
    variant: {
      ...variant,
      status,
      views,
      interactions,
      engagementRate,
      warned,
      risk,
      dataQuality,
      deadlineAt,
    },
    points,
  };
}
