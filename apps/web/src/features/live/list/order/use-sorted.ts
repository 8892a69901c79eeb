'use client';

import { useEffect, useMemo, useState } from 'react';
import { verdictOf } from '../../../../components/standing';
import type { MonitoredVariant } from '../../../../trpc/types';
import { useLive } from '../../stream/live-store';
import type { Filters } from '../filters/filters';
import { groupOf } from '../filters/verdict-groups';
import { newerOf } from './newer';
import { sorted } from './sorted';

/** The stream brings points every second; rows that changed places as often would be hard to read. */
const AGAIN_MS = 2_000;

/** The variants that match, in their order by the newest that is known of each. The objects stay those that were given. */
export function useSorted(
  variants: readonly MonitoredVariant[],
  { status, text, verdict, order }: Filters,
): readonly MonitoredVariant[] {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTurn((count) => count + 1), AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn looks at what the stream has brought.
  return useMemo(() => {
    const found = variants.filter((variant) => hasText(variant, text));
    if (status !== 'monitoring') return found;
    const { series } = useLive.getState();
    const latest = found
      .map((listed) => ({ listed, now: newerOf(listed, series[listed.monitoringId]?.at(-1)) }))
      .filter(({ now }) => verdict === null || groupOf(verdictOf(now)) === verdict);
    const byId = new Map(latest.map(({ listed }) => [listed.monitoringId, listed]));
    return sorted(
      latest.map(({ now }) => now),
      order,
    ).flatMap(({ monitoringId }) => byId.get(monitoringId) ?? []);
  }, [variants, status, text, verdict, order, turn]);
}

function hasText(variant: MonitoredVariant, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return true;
  const { variantId, personaId, campaignId, excerpt, accountName } = variant;
  return [variantId, personaId, campaignId, excerpt, accountName].some((words) =>
    words?.toLowerCase().includes(wanted),
  );
}
