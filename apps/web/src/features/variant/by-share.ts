import type { MonitoredVariant } from '../../trpc/types';

type Rated = Pick<MonitoredVariant, 'engagementRate' | 'expectedEngagementRate'>;

/** By how much of its expected engagement rate a variant reaches, most first; what has no views yet comes last. */
export function byShare(a: Rated, b: Rated): number {
  return shareOf(b) - shareOf(a);
}

function shareOf({ engagementRate, expectedEngagementRate }: Rated): number {
  return engagementRate === null ? -1 : engagementRate / expectedEngagementRate;
}
