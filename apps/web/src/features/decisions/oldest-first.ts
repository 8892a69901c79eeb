import type { MonitoredVariant } from '../../trpc/types';

type Waiting = Pick<MonitoredVariant, 'monitoringId' | 'status' | 'hold'>;

/**
 * The kills that wait for approval, the longest waiting first: new ones come at the end, so that none comes under the hand
 * that reaches for another.
 */
export function oldestFirst<Variant extends Waiting>(variants: readonly Variant[]): readonly Variant[] {
  return variants
    .filter(({ status, hold }) => status === 'monitoring' && hold?.cause === 'approval')
    .toSorted((a, b) => since(a) - since(b) || (a.monitoringId < b.monitoringId ? -1 : 1));
}

function since({ hold }: Waiting): number {
  return Date.parse(hold?.since ?? '');
}
