import { formatCount, formatDuration } from './format';
import type { Condition } from './rule';
import type { SampleRefusal } from './sample';

export const DATA_QUALITIES = [
  'ok',
  'no_data',
  'no_views',
  'stale',
  'decreasing',
  'impossible',
  'source_error',
  'token_invalid',
  'post_gone',
  'no_counters',
  'reactions_frozen',
] as const;
/** What is known of a session's counters; anything but `ok` kills nothing. */
export type DataQuality = (typeof DATA_QUALITIES)[number];

/** What keeps a source from giving a reading at all. */
export type SourceTrouble = Extract<
  DataQuality,
  'source_error' | 'token_invalid' | 'post_gone' | 'no_counters'
>;

/** The quality that a refused reading leaves behind, or null where it says nothing of the counters. */
export function qualityOfRefusal(refusal: SampleRefusal): DataQuality | null {
  switch (refusal) {
    case 'impossible':
    case 'ahead_of_views':
      return 'impossible';
    case 'decreasing_views':
    case 'decreasing_interactions':
      return 'decreasing';
    case 'before_post':
    case 'from_future':
    case 'out_of_order':
    case 'duplicate':
    case 'absurd_jump':
      return null;
  }
}

/**
 * Whether a session's counters are false. A source that gives none is no danger, for without counters nothing is killed; and
 * interactions above the views are waited out, since views are counted late.
 */
export function isTroubled(quality: DataQuality): boolean {
  return quality === 'decreasing';
}

/** Fewer sessions say nothing of their source. */
const SESSIONS_TO_JUDGE_BY = 10;

/**
 * Whether so many sessions are troubled that those which look sound are not to be trusted either: most of ten or more.
 * @param watched Live sessions.
 * @param troubled Those of them whose counters are false.
 */
export function isSourceSick(watched: number, troubled: number): boolean {
  return watched >= SESSIONS_TO_JUDGE_BY && troubled * 2 > watched;
}

/** Conditions that apply to every kill by a rule, whichever the rule. */
export const SAFETY_CONDITIONS: readonly Condition[] = [
  {
    id: 'fresh_sample',
    met: ({ sample, policy, now }) => now - sample.observedAt <= policy.staleAfterSeconds * 1000,
    actual: ({ sample, now }) => (now - sample.observedAt) / 1000,
    needed: ({ policy }) => policy.staleAfterSeconds,
    describe: ({ sample, policy, now }) =>
      `newest sample is ${Math.max(0, Math.round((now - sample.observedAt) / 1000))} s old, of at most ${policy.staleAfterSeconds} s`,
  },
  {
    id: 'warm_up',
    met: ({ policy, startedAt, now }) => now - startedAt >= policy.warmupSeconds * 1000,
    actual: ({ startedAt, now }) => (now - startedAt) / 1000,
    needed: ({ policy }) => policy.warmupSeconds,
    describe: ({ policy, startedAt, now }) =>
      `posted ${formatDuration(now - startedAt)} ago, of at least ${formatDuration(policy.warmupSeconds * 1000)} warm-up`,
  },
  {
    id: 'min_views',
    met: ({ sample, policy }) => sample.views >= policy.minViews,
    actual: ({ sample }) => sample.views,
    needed: ({ policy }) => policy.minViews,
    describe: ({ sample, policy }) =>
      `${formatCount(sample.views)} of at least ${formatCount(policy.minViews)} views`,
  },
];
