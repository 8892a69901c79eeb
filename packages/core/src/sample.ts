/** One reading of a variant's cumulative counters. */
export interface Sample {
  /** When the source said so, epoch milliseconds. */
  readonly observedAt: number;
  readonly views: number;
  readonly interactions: number;
}

/** Why a reading is not believed. */
export type SampleRefusal =
  | 'impossible'
  | 'before_post'
  | 'from_future'
  | 'out_of_order'
  | 'duplicate'
  | 'decreasing_views'
  | 'decreasing_interactions';

/** Clocks of different machines differ; a reading may be this far ahead of ours. */
export const CLOCK_TOLERANCE_MS = 5_000;

/** What a reading is judged against. */
export interface SampleContext {
  /** The last reading that was believed. */
  readonly believed: Sample | null;
  /** Interactions in the last reading that came, believed or not. */
  readonly lastInteractions: number | null;
  /** When the variant was posted, epoch milliseconds. */
  readonly startedAt: number;
  readonly now: number;
}

/**
 * Says why a reading must not be used, or null for a sound one.
 *
 * Views never honestly fall: a reading below the highest believed views is refused until they are reached again.
 * Interactions may (people take a like back): such a fall is passed over once, and the lower level is believed as
 * soon as the next reading holds it.
 */
export function refusalOf(
  sample: Sample,
  { believed, lastInteractions, startedAt, now }: SampleContext,
): SampleRefusal | null {
  if (!isCount(sample.views) || !isCount(sample.interactions) || sample.interactions > sample.views)
    return 'impossible';
  if (sample.observedAt < startedAt - CLOCK_TOLERANCE_MS) return 'before_post';
  if (sample.observedAt > now + CLOCK_TOLERANCE_MS) return 'from_future';
  if (believed === null) return null;
  if (sample.observedAt < believed.observedAt) return 'out_of_order';
  if (sample.observedAt === believed.observedAt) return 'duplicate';
  if (sample.views < believed.views) return 'decreasing_views';
  if (lastInteractions !== null && sample.interactions < lastInteractions) return 'decreasing_interactions';
  return null;
}

/** Interactions a view; null without views, since nobody has had the chance to react. */
export function engagementRate(sample: Pick<Sample, 'views' | 'interactions'>): number | null {
  return sample.views > 0 ? sample.interactions / sample.views : null;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
