'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '../../trpc/provider';
import { useLive } from '../live/live-store';
import { joined } from './curve';

/** More often than the live points behind the recorded ones are let go, so that no gap comes between them. */
const REFETCH_MS = 5_000;
const MAX_POINTS = 600;

/** A session's recorded curve with the live points behind it: the same after a reload. */
export function useCurve(monitoringId: string, isLive: boolean) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.monitoring.curve.queryOptions({ monitoringId, maxPoints: MAX_POINTS }),
    refetchInterval: isLive ? REFETCH_MS : false,
  });
  const live = useLive((state) => state.series[monitoringId]);
  const recorded = query.data?.points;
  const points = useMemo(
    () => (recorded === undefined ? [] : joined(recorded, live ?? [])),
    [recorded, live],
  );
  return { query, points, markers: query.data?.markers ?? [] };
}
