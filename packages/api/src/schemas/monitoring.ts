import { BEHIND_CAUSES, HOLD_CAUSES, KILL_REASONS, MONITORING_STATUSES, TIME_OUT_VERDICTS } from '@cull/core';
import { z } from 'zod';
import {
  campaignIdSchema,
  cursorSchema,
  instantSchema,
  limitSchema,
  monitoringIdSchema,
  personaIdSchema,
  reasonSchema,
  variantIdSchema,
} from './common';
import { originsShape, policyShape } from './policy';

export const variantInput = z.strictObject({ variantId: variantIdSchema });

export const sessionInput = variantInput.extend({
  monitoringId: monitoringIdSchema
    .optional()
    .describe('One of the variant’s sessions, from `monitoring.list`; by default the newest.'),
});

export const listInput = z
  .strictObject({
    status: z.enum(MONITORING_STATUSES).optional().describe('Only sessions in this state.'),
    variantId: variantIdSchema
      .optional()
      .describe('Only sessions of this variant. It has one for each post.'),
    personaId: personaIdSchema.optional(),
    campaignId: campaignIdSchema.optional(),
    holdCause: z
      .enum(HOLD_CAUSES)
      .optional()
      .describe('Only live sessions whose kill is blocked by this: `approval` waits for a person.'),
    killReason: z.enum(KILL_REASONS).optional().describe('Only sessions killed for this reason.'),
    postedUntil: instantSchema.optional().describe('Only sessions that were posted then or before.'),
    sort: z
      .enum(['newest', 'risk', 'ended'])
      .default('newest')
      .describe(
        'The newest first, those nearest to their kill threshold, or only those that have ended, the last first.',
      ),
    cursor: cursorSchema,
    limit: limitSchema,
  })
  .prefault({});

/** Of what is done by hand to one session. */
export const targetInput = z.strictObject({
  variantId: variantIdSchema,
  monitoringId: monitoringIdSchema
    .optional()
    .describe('The session to act on; refused if the variant was posted again since. Default: the newest.'),
});

export const handInput = targetInput.extend({ reason: reasonSchema });

export const protectInput = handInput.extend({
  isProtected: z.boolean().default(true).describe('False ends the protection.'),
});

export const extendInput = handInput.extend({
  seconds: z.number().int().min(1).max(86_400).describe('How many seconds to add to the window.'),
});

const hold = z.object({
  cause: z.enum(HOLD_CAUSES).describe('What blocks the kill.'),
  reason: z.enum(KILL_REASONS).describe('The rule that asked for it.'),
  since: z.string(),
});

export const timeOutOutput = z.object({
  verdict: z
    .enum(TIME_OUT_VERDICTS)
    .describe(
      '`passed`: judged; `not_enough_data`: no rule could have judged it; `no_data`: no usable reading.',
    ),
  viewsNeeded: z
    .number()
    .nullable()
    .describe('Views needed to judge a variant without reactions; null if every rule is off.'),
  longestGapSeconds: z.number().describe('The longest time without an accepted reading.'),
  checkedLessOften: z
    .boolean()
    .describe('Whether that is over a second longer than `maxCheckIntervalSeconds`.'),
});

export const monitoringOutput = z.object({
  monitoringId: z.string(),
  variantId: z.string(),
  personaId: z.string(),
  campaignId: z.string().nullable(),
  excerpt: z
    .string()
    .nullable()
    .describe('The beginning of the post’s text, up to 280 characters; null if it was posted without text.'),
  postId: z.string(),
  source: z.enum(['threads', 'http', 'push']),
  accountId: z
    .string()
    .nullable()
    .describe('The account that reads it; null for the environment’s, and for pushed samples.'),
  accountName: z.string().nullable().describe('The name of that account.'),
  status: z.enum(MONITORING_STATUSES),
  startedAt: z.string(),
  deadlineAt: z.string(),
  endedAt: z.string().nullable(),
  expectedEngagementRate: z.number(),
  views: z.number().nullable(),
  interactions: z.number().nullable(),
  engagementRate: z.number().nullable().describe('Interactions a view; null without views.'),
  lastSampleAt: z.string().nullable(),
  interactionsDue: z
    .number()
    .nullable()
    .describe('Interactions that a healthy variant would have so far; null before the first reading.'),
  wentBadAt: z.string().nullable().describe('When the variant went bad, while a drop shows.'),
  checks: z.number().describe('Accepted readings.'),
  lateChecks: z
    .object({
      wantedSeconds: z.number().describe('The last gap between two checks as it was planned.'),
      achievedSeconds: z.number().describe('The gap as it was, or is so far.'),
      cause: z.enum(BEHIND_CAUSES),
    })
    .nullable()
    .describe('Set while a live variant is checked less often than planned.'),
  risk: z
    .number()
    .describe('0 (at the expected rate) to 1 (at the kill threshold); orders lists, decides nothing.'),
  warned: z.boolean(),
  dataQuality: z.string().describe('`ok`, or why the counters cannot be used.'),
  isProtected: z.boolean().describe('Whether somebody has protected it from automatic kills.'),
  extendedSeconds: z.number().describe('How much a person has extended the window.'),
  hold: hold.nullable().describe('The kill that the rules asked for and that was blocked.'),
  approvalExpiresAt: z.string().nullable().describe('The deadline to approve or dismiss it.'),
  timeOut: timeOutOutput
    .nullable()
    .describe('What a time-out means; null for other endings, and for those of earlier versions.'),
  killReason: z.enum(KILL_REASONS).nullable(),
  killReasonText: z.string().nullable(),
  finalViews: z.number().nullable(),
  finalInteractions: z.number().nullable(),
  finalEngagementRate: z.number().nullable(),
  laterViews: z.number().nullable().describe('Views of a killed variant after the kill.'),
  laterInteractions: z.number().nullable(),
  isRegretted: z
    .boolean()
    .nullable()
    .describe('Whether the kill was false: the variant recovered. Null until the end of its window.'),
  revivedAt: z.string().nullable(),
  killSteps: z.array(
    z.object({
      kind: z.enum(['remove_from_pool', 'cancel_scheduled_posts', 'delete_post', 'notify']),
      state: z.enum(['pending', 'done', 'failed']),
      attempts: z.number(),
      error: z.string().nullable(),
      channel: z.string().nullable().describe('The channel of a `notify` step.'),
    }),
  ),
  latency: z.object({
    observedAt: z.string().nullable(),
    decidedAt: z.string().nullable(),
    completedAt: z.string().nullable().describe('When all kill steps were done, except `notify`.'),
  }),
  policy: policyShape
    .extend({ origins: originsShape, version: z.number() })
    .describe('The effective values: at the ending, or for a live session now.'),
});
export type MonitoringOutput = z.output<typeof monitoringOutput>;

export const revivedOutput = z.object({
  session: monitoringOutput,
  restoredPosts: z.number().describe('Upcoming scheduled posts that are no longer cancelled.'),
  isPostDeleted: z.boolean().describe('Whether the kill had deleted the post, which can’t be undone.'),
});

export const retriedOutput = z.object({ retried: z.number().describe('Steps that are retried.') });

export const monitoringListOutput = z.object({
  items: z.array(monitoringOutput),
  nextCursor: z.string().nullable(),
});

export const facetsOutput = z.object({
  personas: z.array(z.object({ personaId: z.string(), live: z.number().describe('Live sessions.') })),
  campaigns: z.array(z.object({ campaignId: z.string(), live: z.number().describe('Live sessions.') })),
});

const condition = z.object({
  id: z.string(),
  met: z.boolean(),
  actual: z.number(),
  needed: z.number(),
  text: z.string(),
});

export const explanationOutput = z.object({
  status: z.enum(MONITORING_STATUSES),
  text: z.string(),
  views: z.number().nullable(),
  interactions: z.number().nullable(),
  engagementRate: z.number().nullable(),
  interactionsDue: z.number().nullable(),
  wentBadAt: z.number().nullable(),
  expectedEngagementRate: z.number(),
  killThreshold: z.number(),
  dataQuality: z.string(),
  breaches: z.number(),
  breachesNeeded: z.number(),
  hold: hold.omit({ since: true }).extend({ since: z.number(), text: z.string() }).nullable(),
  timeOut: timeOutOutput.nullable(),
  caveats: z.array(z.string()).describe('Reasons to doubt the figures.'),
  safety: z.array(condition),
  rules: z.array(
    z.object({
      reason: z.string(),
      enabled: z.boolean(),
      breached: z.boolean(),
      conditions: z.array(condition),
    }),
  ),
});
