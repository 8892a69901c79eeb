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

/** Clocks of different machines differ by up to this: who pushes and who takes it, and who takes it and who evaluates it. */
export const CLOCK_TOLERANCE_MS = 5_000;

/** What a reading is judged against. */
export interface SampleContext {
  /** The last reading that was believed. */
  readonly believed: Sample | null;
  readonly doubt: Doubt | null;
  /** Interactions in the last reading that came, believed or not. */
  readonly lastInteractions: number | null;
  /** Whether one more reading can be had to confirm this one. */
  readonly canConfirm: boolean;
  /** When the variant was posted, epoch milliseconds. */
  readonly startedAt: number;
  readonly now: number;
}

/** Views that contradict the last believed reading, and that later readings may hold. */
export interface Doubt {
  readonly views: number;
  /** When they were first shown, epoch milliseconds. */
  readonly since: number;
}

/** Fewer views are believed once they have held for this long: replicas of a source that lag behind show fewer for a moment. */
const FALL_HOLDS_MS = 5_000;
/** Fewer views than this are never a jump. */
const JUMP_VIEWS = 100;
/** A jump is this many times what the pace so far would have brought, and more than all views before. */
const JUMP_FACTOR = 10;
/** More views a second than this since the posting, on average, are confirmed where the first reading shows them. */
const FIRST_VIEWS_PER_SECOND = 100;

/**
 * Says why a reading must not be used, or null for a sound one.
 *
 * Sources correct their counters, and at times show a wrong reading. So what contradicts the last believed reading is passed over at
 * first, and believed once later readings hold it: fewer interactions and an absurd jump in views as soon as the next one does, fewer
 * views after five seconds. A first reading is a jump from no views.
 */
export function refusalOf(
  sample: Sample,
  { believed, doubt, lastInteractions, startedAt, now, canConfirm }: SampleContext,
): SampleRefusal | null {
  if (!isCount(sample.views) || !isCount(sample.interactions)) return 'impossible';
  // A first viewer may like and reply, and views are counted later than likes: this passes.
  if (sample.interactions > sample.views) return 'ahead_of_views';
  if (sample.observedAt < startedAt - 2 * CLOCK_TOLERANCE_MS) return 'before_post';
  if (sample.observedAt > now + 2 * CLOCK_TOLERANCE_MS) return 'from_future';
  const isHeld = doubt !== null && sample.views >= doubt.views;
  if (believed === null)
    return canConfirm && !isHeld && isAbsurdFirst(sample, startedAt) ? 'absurd_jump' : null;
  if (sample.observedAt < believed.observedAt) return 'out_of_order';
  if (sample.observedAt === believed.observedAt) return 'duplicate';
  if (sample.views < believed.views)
    return isHeld && sample.observedAt - doubt.since >= FALL_HOLDS_MS ? null : 'decreasing_views';
  if (canConfirm && isAbsurdJump(believed, sample, startedAt))
    return isHeld && doubt.views > believed.views ? null : 'absurd_jump';
  if (lastInteractions !== null && sample.interactions < lastInteractions) return 'decreasing_interactions';
  return null;
}

/** Returns the doubt that a refused reading leaves: since its views, or fewer of the same doubt, were first shown. */
export function doubtAfter(before: Doubt | null, sample: Sample, believed: Sample | null): Doubt {
  const known = believed?.views ?? 0;
  const isSame =
    before !== null && before.views < known === sample.views < known && sample.views >= before.views;
  return { views: sample.views, since: isSame ? before.since : sample.observedAt };
}

/** The first reading can only be compared with how fast posts are seen at most. */
function isAbsurdFirst({ views, observedAt }: Sample, startedAt: number): boolean {
  const seconds = Math.max(0, observedAt - startedAt) / 1000;
  return views > JUMP_VIEWS + FIRST_VIEWS_PER_SECOND * seconds;
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
