import type { MonitoredVariant } from '../../../trpc/types';
import { LOWEST_DUE, placeOf } from '../../boundary/dots';
import type { RateAt } from './bound';
import type { CurvePoint } from './curve';
import { newestOfEach } from './newest-of-each';
import { spread } from './spread';

/** More would lie on each other. */
const SHOWN = 40;
/** Others were posted to another audience. */
const SAME_TIME_MS = 86_400_000;
const TRAIL_POINTS = 160;

type Sibling = Pick<MonitoredVariant, 'monitoringId' | 'variantId' | 'startedAt'>;

/**
 * Returns the newest session of each variant that was posted within a day of one, with that one in its variant's place.
 * @param listed Newest first.
 */
export function siblingsOf<Session extends Sibling>(
  listed: readonly Session[],
  self: Session,
): readonly Session[] {
  const postedAt = Date.parse(self.startedAt);
  const others = newestOfEach(listed).filter(
    ({ variantId, startedAt }) =>
      variantId !== self.variantId && Math.abs(Date.parse(startedAt) - postedAt) <= SAME_TIME_MS,
  );
  return [self, ...others.slice(0, SHOWN - 1)];
}

/** Returns the others that have readings, those that were posted closest to one first. */
export function nearestOf<Session extends Sibling & Pick<MonitoredVariant, 'views'>>(
  siblings: readonly Session[],
  self: Sibling,
): readonly Session[] {
  const distanceOf = ({ startedAt }: Sibling) => Math.abs(Date.parse(startedAt) - Date.parse(self.startedAt));
  return siblings
    .filter(({ monitoringId, views }) => monitoringId !== self.monitoringId && views !== null)
    .toSorted((one, other) => distanceOf(one) - distanceOf(other));
}

type Counts = Pick<MonitoredVariant, 'interactions' | 'interactionsDue'>;

/**
 * Returns the way that a variant took over the boundary chart, oldest first; it ends where its session did. Before
 * much is due, one interaction more or less throws it from one end to the other.
 * @param endedAt ISO 8601; null for a live session.
 * @param counts Where it stands.
 */
export function trailOf(points: readonly CurvePoint[], endedAt: string | null, counts: Counts) {
  const until = endedAt === null ? Number.POSITIVE_INFINITY : Date.parse(endedAt);
  const places = points.flatMap(({ at, due, interactions }) =>
    due === null || due < LOWEST_DUE || at > until ? [] : [placeOf(due, interactions)],
  );
  const { interactions, interactionsDue: due } = counts;
  const here = interactions === null || due === null ? [] : [placeOf(due, interactions)];
  return [...spread(places, TRAIL_POINTS), ...here];
}

interface Recorded {
  readonly monitoringId: string;
  readonly points: readonly { readonly at: string; readonly engagementRate: number | null }[];
}

/**
 * Returns the curves of siblings, moved so that each was posted at one instant.
 * @param startedAt Epoch milliseconds.
 */
export function alignedAt(
  startedAt: number,
  siblings: readonly Sibling[],
  recorded: readonly Recorded[],
): readonly (readonly RateAt[])[] {
  const postedAt = new Map(
    siblings.map(({ monitoringId, startedAt: posted }) => [monitoringId, Date.parse(posted)]),
  );
  return recorded.flatMap(({ monitoringId, points }) => {
    const posted = postedAt.get(monitoringId);
    if (posted === undefined) return [];
    const line = points.flatMap(({ at, engagementRate }) =>
      engagementRate === null ? [] : [{ at: startedAt + Date.parse(at) - posted, rate: engagementRate }],
    );
    return line.length < 2 ? [] : [line];
  });
}
