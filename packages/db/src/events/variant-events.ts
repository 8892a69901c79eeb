import { HOLD_CAUSES, KILL_REASONS, TIME_OUT_VERDICTS } from '@cull/core';
import { z } from 'zod';

/** The counts that an event rests on. */
const counts = {
  views: z.number().nullable().describe('Null without a reading.'),
  interactions: z.number().nullable(),
  engagementRate: z.number().nullable().describe('Interactions / views; null without views.'),
};

/** What every event about a decision says. */
const decision = {
  reason: z.enum(KILL_REASONS).nullable().describe('What asked for the kill; null where nothing did.'),
  text: z.string().describe('Why, in a sentence, with the numbers.'),
  ...counts,
  expectedEngagementRate: z.number(),
  killThreshold: z.number().describe('The engagement rate below which the variant is killed.'),
  interactionsDue: z
    .number()
    .nullable()
    .describe('Interactions that a healthy variant would have; null before the first reading.'),
  wentBadAt: z.string().nullable().describe('When the variant went bad, ISO 8601; null where no drop shows.'),
  timeOut: z
    .object({
      verdict: z.enum(TIME_OUT_VERDICTS),
      viewsNeeded: z.number().nullable().describe('Views that it takes to judge the variant.'),
      longestGapSeconds: z.number().describe('The longest time without an accepted reading.'),
      checkedLessOften: z.boolean().describe('Whether that is longer than the policy asks for.'),
    })
    .optional()
    .describe('What the time-out means; only where the window ended.'),
  campaignId: z.string().nullable(),
  postId: z.string(),
  actor: z.string().describe('`engine`, or the person or key that decided.'),
  note: z.string().optional().describe('The reason that a person gave.'),
  holdCause: z.enum(HOLD_CAUSES).optional().describe('What blocked the kill, where one was blocked.'),
};

/** The data of the events about a variant's life, by type. Fields may be added later. */
export const VARIANT_EVENTS = {
  'variant.monitoring_started': z
    .object({
      postId: z.string(),
      expectedEngagementRate: z.number(),
      deadlineAt: z.string().describe('When the window ends, ISO 8601.'),
      actor: z.string().describe('The key or person that posted it.'),
    })
    .describe('A variant was posted, and Cull watches it.'),
  'variant.warned': z
    .object({
      text: z.string(),
      cause: z.enum(['rate', 'drop']).describe('`rate`: below the warn threshold; `drop`: it went bad.'),
      wentBadAt: z.string().nullable().optional().describe('When it went bad, ISO 8601; only for a drop.'),
      ...counts,
    })
    .describe('A variant fell below the warn threshold, or went bad.'),
  'variant.killed': z
    .object({ ...decision, cancelledPosts: z.array(z.string()).describe('Ids of its scheduled posts.') })
    .describe('A variant was killed: it has left the pool.'),
  'variant.kill_failed': z
    .object({
      step: z.string().describe('The kill step, or `notify`.'),
      channel: z.string().optional().describe('The channel that was not reached, for `notify`.'),
      error: z.string().nullable(),
    })
    .describe('A kill step failed after all attempts.'),
  'variant.timed_out': z.object(decision).describe('The window of a variant ended without a kill.'),
  'variant.stopped': z.object(decision).describe('A person ended the monitoring of a variant.'),
  'variant.revived': z
    .object({
      ...decision,
      restoredPosts: z.number().describe('How many scheduled posts are no longer canceled.'),
      isPostDeleted: z.boolean().describe('Whether the kill had deleted the post at the source.'),
    })
    .describe('A person restored a killed variant to the pool.'),
  'variant.holdout_ended': z
    .object({
      reason: z.enum(KILL_REASONS).describe('The rule that asked for the kill.'),
      text: z.string(),
      verdictAt: z.string().nullable().describe('When the rule asked, ISO 8601.'),
      viewsAtVerdict: z.number(),
      interactionsAtVerdict: z.number(),
      views: z.number().nullable().describe('At the end of the window.'),
      interactions: z.number().nullable(),
      wasFalse: z.boolean().nullable().describe('Whether the kill would have been false; null if unknown.'),
    })
    .describe('The window of a spared variant ended: the kill would have been right, or false.'),
  'channel.disabled': z
    .object({
      channelId: z.string(),
      channel: z.string().describe('Its name.'),
      reason: z.string(),
    })
    .describe('Nothing has arrived at a notification channel for 24 hours, so it was disabled.'),
} as const;

/** What such an event says in `data`. */
export type VariantEventData = {
  readonly [Type in keyof typeof VARIANT_EVENTS]: z.output<(typeof VARIANT_EVENTS)[Type]>;
};
