'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '../../../trpc/provider';
import type { MonitoredVariant } from '../../../trpc/types';
import { useLive } from '../../live/stream/live-store';
import { isRecorded, joined } from './curve';
import { shownMarkers } from './markers';

/** More often than the live points behind the recorded ones are let go, so that no gap comes between them. */
const REFETCH_MS = 5_000;
const MAX_POINTS = 600;

/** A session's recorded curve with the live points behind it, the same after a reload, and what is marked on it. */
export function useCurve({
  monitoringId,
  status,
  deadlineAt,
}: Pick<MonitoredVariant, 'monitoringId' | 'status' | 'deadlineAt'>) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.monitoring.curve.queryOptions({ monitoringId, maxPoints: MAX_POINTS }),
    // Once more behind the end, for what was recorded last.
    refetchInterval: () => isRecorded({ status, deadlineAt }, Date.now() - REFETCH_MS) && REFETCH_MS,
  });
  const live = useLive((state) => state.series[monitoringId]);
  const { data } = query;
  const points = useMemo(() => (data === undefined ? [] : joined(data.points, live ?? [])), [data, live]);
  const readings = data === undefined ? 0 : data.recorded + points.length - data.points.length;
  const steps = useMemo(
    () => data?.thresholds.map((step) => ({ ...step, at: Date.parse(step.at) })) ?? [],
    [data],
  );
  return {
    query,
    points,
    readings,
    markers: shownMarkers(data?.markers ?? []),
    steps,
  };
}

export type Curve = ReturnType<typeof useCurve>;
