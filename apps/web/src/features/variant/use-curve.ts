'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '../../trpc/provider';
import { useLive } from '../live/live-store';

export interface CurvePoint {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly views: number;
  readonly interactions: number;
  readonly rate: number;
}

const NO_POINTS: CurvePoint[] = [];

/** A session's recorded curve with the live points behind it: the same after a reload. */
export function useCurve(monitoringId: string) {
  const trpc = useTRPC();
  const query = useQuery(trpc.monitoring.curve.queryOptions({ monitoringId, maxPoints: 600 }));
  const live = useLive((state) => state.series[monitoringId]);
  const points = useMemo(() => {
    if (query.data === undefined) return NO_POINTS;
    const recorded = query.data.points.map(({ at, engagementRate, ...counts }) =>
      toPoint(at, counts, engagementRate),
    );
    const end = recorded.at(-1)?.at ?? 0;
    const behind = (live ?? []).flatMap(({ at, views, interactions, engagementRate }) =>
      at === null || views === null || interactions === null || Date.parse(at) <= end
        ? []
        : [toPoint(at, { views, interactions }, engagementRate)],
    );
    return [...recorded, ...behind];
  }, [query.data, live]);
  return { query, points, markers: query.data?.markers ?? [] };
}

function toPoint(
  at: string,
  counts: { views: number; interactions: number },
  rate: number | null,
): CurvePoint {
  return { at: Date.parse(at), ...counts, rate: rate ?? 0 };
}
