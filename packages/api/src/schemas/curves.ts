import { z } from 'zod';
import { monitoringIdSchema } from './common';
import { versionShape } from './policy';

export const curveInput = z.strictObject({
  monitoringId: monitoringIdSchema,
  maxPoints: z
    .number()
    .int()
    .min(2)
    .max(5_000)
    .default(600)
    .describe('How many points a longer curve is reduced to.'),
});

const MAX_SPARKLINES = 100;

/** Whole sessions have many readings each. */
const MAX_WHOLE = 20;

export const sparklinesInput = z
  .strictObject({
    monitoringIds: z
      .array(monitoringIdSchema)
      .min(1)
      .max(MAX_SPARKLINES)
      .describe('Up to 100 sessions; up to 20 for the whole of each.'),
    span: z
      .enum(['minute', 'whole'])
      .default('minute')
      .describe('`minute` for the last minute, `whole` for everything since the posting.'),
  })
  .refine(({ monitoringIds, span }) => span === 'minute' || monitoringIds.length <= MAX_WHOLE, {
    path: ['monitoringIds'],
    error: `has more than ${MAX_WHOLE} sessions: "whole" takes up to ${MAX_WHOLE}`,
  });

export const curveOutput = z.object({
  points: z.array(
    z.object({
      at: z.string(),
      views: z.number(),
      interactions: z.number(),
      engagementRate: z.number().nullable(),
      interactionsDue: z.number().describe('Interactions that a healthy variant would have had by then.'),
      upperBound: z.number().nullable().describe('The rate that the evidence rules out; null if none yet.'),
    }),
  ),
  markers: z.array(
    z.object({
      at: z.string(),
      type: z.string(),
      text: z.string(),
      actor: z.string().nullable().describe('Who did it; null for Cull itself.'),
      note: z.string().nullable().describe('Why they did it.'),
      override: versionShape
        .nullable()
        .describe('What a change of thresholds made, as `thresholds.history` has it.'),
    }),
  ),
  thresholds: z
    .array(
      z.object({
        at: z.string(),
        warn: z.number(),
        kill: z.number(),
        healthy: z.number().describe('What the evidence rule calls healthy.'),
      }),
    )
    .describe('The thresholds as engagement rates, from the posting on: one entry for each change.'),
  recorded: z.number().describe('How many points there are without thinning.'),
  wentBadAt: z.string().nullable().describe('When the variant went bad; null where no drop showed.'),
});

export const sparklinesOutput = z.object({
  items: z.array(
    z.object({
      monitoringId: z.string(),
      points: z
        .array(z.object({ at: z.string(), engagementRate: z.number().nullable() }))
        .describe('In the order of time; none of a session that is unknown or has no reading yet.'),
    }),
  ),
});
