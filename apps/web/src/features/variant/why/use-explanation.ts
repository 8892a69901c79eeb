'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../../trpc/provider';
import type { MonitoredVariant } from '../../../trpc/types';

const REFETCH_MS = 2_000;

/** Why a session was killed, or why not yet: the engine's own words and conditions. */
export function useExplanation({
  variantId,
  monitoringId,
  status,
}: Pick<MonitoredVariant, 'variantId' | 'monitoringId' | 'status'>) {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.monitoring.explain.queryOptions({ variantId, monitoringId }),
    refetchInterval: status === 'monitoring' ? REFETCH_MS : false,
  });
}
