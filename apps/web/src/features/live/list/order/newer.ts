import type { PointFrame } from '@cull/api';
import type { MonitoredVariant } from '../../../../trpc/types';

/** What changes about a variant while it is watched. */
type Changing = Pick<
  MonitoredVariant,
  | 'status'
  | 'views'
  | 'interactions'
  | 'engagementRate'
  | 'warned'
  | 'risk'
  | 'dataQuality'
  | 'deadlineAt'
  | 'lastSampleAt'
  | 'interactionsDue'
  | 'wentBadAt'
>;

/** The point over what was asked for, unless it is from a time before: a stream may have lost sight of the variant. */
export function newerOf<Variant extends Changing>(variant: Variant, point: PointFrame | undefined): Variant {
  if (point === undefined || variant.status !== 'monitoring') return variant;
  const isOlder = point.status === 'monitoring' && instant(point.at) < instant(variant.lastSampleAt);
  if (isOlder) return variant;
  const { at, ...changed } = point;
  return { ...variant, ...changed, lastSampleAt: at ?? variant.lastSampleAt };
}

function instant(at: string | null): number {
  return at === null ? 0 : Date.parse(at);
}
