import type { MonitoredVariant } from '../../trpc/types';
import { LOWEST_DUE, placeOf } from '../boundary/dots';
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

type Counts = Pick<MonitoredVariant, 'interactions' | 'interactionsDue'>;

/**
 * Returns the way that a variant took over the boundary chart, oldest first; it ends where its session did. Before
 * anything to speak of is due, one interaction more or less throws it from one end to the other.
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
