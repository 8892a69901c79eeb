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
  | 'ahead_of_views'
  | 'absurd_jump'
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
  /** Views and interactions in the last reading that came, believed or not. */
  readonly lastViews: number | null;
  readonly lastInteractions: number | null;
  /** Whether one more reading can be had to confirm this one. */
  readonly canConfirm: boolean;
  /** When the variant was posted, epoch milliseconds. */
  readonly startedAt: number;
  readonly now: number;
}

/** Fewer views than this are never a jump. */
const JUMP_VIEWS = 100;
/** A jump is this many times what the pace so far would have brought, and more than all views before. */
const JUMP_FACTOR = 10;

/**
 * Says why a reading must not be used, or null for a sound one.
 *
 * Sources correct their counters, and at times show one wrong reading. So what contradicts the last believed reading is passed over
 * once, and believed as soon as the next reading holds it: fewer views, fewer interactions, or an absurd jump in views.
 */
export function refusalOf(
  sample: Sample,
  { believed, lastViews, lastInteractions, startedAt, now, canConfirm }: SampleContext,
): SampleRefusal | null {
  if (!isCount(sample.views) || !isCount(sample.interactions)) return 'impossible';
  // A first viewer may like and reply, and views are counted later than likes: this passes.
  if (sample.interactions > sample.views) return 'ahead_of_views';
  if (sample.observedAt < startedAt - CLOCK_TOLERANCE_MS) return 'before_post';
  if (sample.observedAt > now + CLOCK_TOLERANCE_MS) return 'from_future';
  if (believed === null) return null;
  if (sample.observedAt < believed.observedAt) return 'out_of_order';
  if (sample.observedAt === believed.observedAt) return 'duplicate';
  const last = lastViews ?? believed.views;
  if (sample.views < believed.views)
    return last < believed.views && sample.views >= last ? null : 'decreasing_views';
  if (canConfirm && isAbsurdJump(believed, sample, startedAt))
    return last > believed.views && sample.views >= last ? null : 'absurd_jump';
  if (lastInteractions !== null && sample.interactions < lastInteractions) return 'decreasing_interactions';
  return null;
}

function isAbsurdJump(believed: Sample, sample: Sample, startedAt: number): boolean {
  const jump = sample.views - believed.views;
  if (jump <= Math.max(JUMP_VIEWS, believed.views)) return false;
  const age = Math.max(1_000, believed.observedAt - startedAt);
  const waited = Math.max(1_000, sample.observedAt - believed.observedAt);
  return jump > JUMP_FACTOR * Math.max(1, (believed.views / age) * waited);
}

/** Interactions a view; null without views, since nobody has had the chance to react. */
export function engagementRate(sample: Pick<Sample, 'views' | 'interactions'>): number | null {
  return sample.views > 0 ? sample.interactions / sample.views : null;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
