import { HOLD_CAUSES, KILL_REASONS } from '@cull/core';
import { DecisionOutcome } from '@cull/db';
import { z } from 'zod';
import { idSchema } from './common';
import { explanationOutput } from './monitoring';
import { originsShape, policyShape } from './policy';

export const decisionsInput = z
  .strictObject({
    outcome: z.enum(DecisionOutcome).optional(),
    reason: z.enum(KILL_REASONS).optional(),
    personaId: idSchema.optional(),
    campaignId: idSchema.optional(),
    variantId: idSchema.optional(),
    cursor: z.uuid().optional(),
    limit: z.number().int().min(1).max(500).default(100),
  })
  .prefault({});

export const decisionInput = z.strictObject({ decisionId: z.uuid() });

export const decisionOutput = z.object({
  decisionId: z.string(),
  monitoringId: z.string(),
  variantId: z.string(),
  personaId: z.string(),
  campaignId: z.string().nullable(),
  outcome: z.enum(DecisionOutcome).describe('An ending, or something on the way to one or back from it.'),
  reason: z.enum(KILL_REASONS).nullable(),
  holdCause: z.enum(HOLD_CAUSES).nullable().describe('What held a kill back, where one was.'),
  text: z.string(),
  actor: z.string().describe('`engine`, or who asked for it.'),
  note: z.string().nullable(),
  policyVersion: z.number(),
  observedAt: z.string().nullable(),
  decidedAt: z.string(),
});

export const decisionsOutput = z.object({
  items: z.array(decisionOutput),
  nextCursor: z.string().nullable(),
});

export const decisionDetailOutput = decisionOutput.extend({
  explanation: explanationOutput,
  policy: policyShape.extend({ origins: originsShape }),
});
