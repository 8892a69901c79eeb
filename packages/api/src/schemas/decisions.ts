import { HOLD_CAUSES, KILL_REASONS } from '@cull/core';
import { DecisionOutcome } from '@cull/db';
import { z } from 'zod';
import {
  campaignIdSchema,
  cursorSchema,
  instantSchema,
  limitSchema,
  personaIdSchema,
  variantIdSchema,
} from './common';
import { explanationOutput, timeOutOutput } from './monitoring';
import { originsShape, policyShape } from './policy';

/** Which decisions; as the page, the export and REST ask for them. */
export const decisionsFilter = z.strictObject({
  outcome: z.enum(DecisionOutcome).optional().describe('Only decisions with this outcome.'),
  reason: z.enum(KILL_REASONS).optional().describe('Only decisions with this reason.'),
  personaId: personaIdSchema.optional(),
  campaignId: campaignIdSchema.optional(),
  variantId: variantIdSchema.optional(),
  since: instantSchema.optional().describe('Only decisions from then on.'),
  until: instantSchema.optional().describe('Only earlier decisions.'),
});

export const decisionsInput = decisionsFilter
  .extend({ cursor: cursorSchema, limit: limitSchema })
  .prefault({});

export const decisionInput = z.strictObject({
  decisionId: z.uuid().describe('The decision, as `decisions.list` gives it.'),
});

export const decisionOutput = z.object({
  decisionId: z.string(),
  monitoringId: z.string(),
  variantId: z.string(),
  personaId: z.string(),
  campaignId: z.string().nullable(),
  outcome: z.enum(DecisionOutcome).describe('An ending, or something on the way to one or back from it.'),
  reason: z.enum(KILL_REASONS).nullable(),
  holdCause: z.enum(HOLD_CAUSES).nullable().describe('What blocked the kill, if one was blocked.'),
  timeOut: timeOutOutput.nullable().describe('What a time-out means; null for other decisions.'),
  text: z.string(),
  actor: z.string().describe('`engine`, or who asked for it.'),
  note: z.string().nullable(),
  policyVersion: z.number(),
  observedAt: z.string().nullable(),
  decidedAt: z.string(),
});

const { views, interactions, engagementRate, interactionsDue, expectedEngagementRate, killThreshold } =
  explanationOutput.shape;

/** A decision with the figures that it was made by, and how it stands now. */
const standingDecisionOutput = decisionOutput.extend({
  excerpt: z
    .string()
    .nullable()
    .describe('The beginning of the post’s text, up to 280 characters; null where it was posted without.'),
  startedAt: z.string().describe('When the variant was posted.'),
  views,
  interactions,
  engagementRate,
  interactionsDue: interactionsDue.describe('Interactions that a healthy variant would have had by then.'),
  expectedEngagementRate,
  killThreshold,
  warnThreshold: z.number(),
  wentBadAt: z.string().nullable().describe('When the variant went bad, where it had.'),
  isRevivable: z
    .boolean()
    .describe(
      'Whether `monitoring.revive` can undo this kill: it was not undone before, and the variant was not posted again.',
    ),
});

export const decisionsOutput = z.object({
  items: z.array(standingDecisionOutput),
  nextCursor: z.string().nullable(),
});

export const decisionDetailOutput = standingDecisionOutput.extend({
  explanation: explanationOutput,
  policy: policyShape.extend({
    origins: originsShape,
    unreadable: z
      .array(z.string())
      .describe('What this version can’t read of the policy as it was stored; shown as it is by default.'),
  }),
});
