import { KILL_REASONS, MONITORING_STATUSES } from '@cull/core';
import { z } from 'zod';
import { idSchema, reasonSchema } from './common';
import { originsShape, policyShape } from './policy';

export const variantInput = z.strictObject({ variantId: idSchema });

export const listInput = z
  .strictObject({
    status: z.enum(MONITORING_STATUSES).optional(),
    personaId: idSchema.optional(),
    campaignId: idSchema.optional(),
    sort: z.enum(['newest', 'risk']).default('newest'),
    cursor: z.uuid().optional().describe('`nextCursor` of the page before.'),
    limit: z.number().int().min(1).max(500).default(100),
  })
  .prefault({});

export const curveInput = z.strictObject({
  monitoringId: z.uuid(),
  maxPoints: z.number().int().min(2).max(5_000).default(600),
});

export const handEndingInput = z.strictObject({ variantId: idSchema, reason: reasonSchema });

export const monitoringOutput = z.object({
  monitoringId: z.string(),
  variantId: z.string(),
  personaId: z.string(),
  campaignId: z.string().nullable(),
  postId: z.string(),
  source: z.enum(['threads', 'push']),
  status: z.enum(MONITORING_STATUSES),
  startedAt: z.string(),
  deadlineAt: z.string(),
  endedAt: z.string().nullable(),
  expectedEngagementRate: z.number(),
  views: z.number().nullable(),
  interactions: z.number().nullable(),
  engagementRate: z.number().nullable().describe('Interactions a view; null without views.'),
  lastSampleAt: z.string().nullable(),
  risk: z
    .number()
    .describe('0 (at the expected rate) to 1 (at the kill line); orders lists, decides nothing.'),
  warned: z.boolean(),
  dataQuality: z.string().describe('`ok`, or why the counters cannot be acted upon.'),
  killReason: z.enum(KILL_REASONS).nullable(),
  killReasonText: z.string().nullable(),
  finalViews: z.number().nullable(),
  finalInteractions: z.number().nullable(),
  finalEngagementRate: z.number().nullable(),
  killSteps: z.array(
    z.object({
      kind: z.string(),
      state: z.enum(['pending', 'done', 'failed']),
      attempts: z.number(),
      error: z.string().nullable(),
    }),
  ),
  latency: z.object({
    observedAt: z.string().nullable(),
    decidedAt: z.string().nullable(),
    completedAt: z.string().nullable(),
  }),
  policy: policyShape
    .extend({ origins: originsShape, version: z.number() })
    .describe('The effective values: at the ending, or for a live session now.'),
});
export type MonitoringOutput = z.output<typeof monitoringOutput>;

export const monitoringListOutput = z.object({
  items: z.array(monitoringOutput),
  nextCursor: z.string().nullable(),
});

export const curveOutput = z.object({
  points: z.array(
    z.object({
      at: z.string(),
      views: z.number(),
      interactions: z.number(),
      engagementRate: z.number().nullable(),
      upperBound: z
        .number()
        .nullable()
        .describe('The rate that the evidence rules out; null where no such rule runs.'),
    }),
  ),
  markers: z.array(z.object({ at: z.string(), type: z.string(), text: z.string() })),
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
  expectedEngagementRate: z.number(),
  killThreshold: z.number(),
  dataQuality: z.string(),
  breaches: z.number(),
  breachesNeeded: z.number(),
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
