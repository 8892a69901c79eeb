import { KILL_REASONS, LIVE_VERDICTS } from '@cull/core';
import { z } from 'zod';
import { campaignIdSchema, personaIdSchema } from './common';

export const fleetInput = z
  .strictObject({ personaId: personaIdSchema.optional(), campaignId: campaignIdSchema.optional() })
  .default({});

export const fleetOutput = z.object({
  at: z.string(),
  items: z
    .array(
      z.object({
        monitoringId: z.string(),
        variantId: z.string(),
        due: z
          .number()
          .nullable()
          .describe('Interactions that a healthy variant would have so far; null before the first reading.'),
        received: z.number().nullable(),
        verdict: z.enum([...LIVE_VERDICTS, 'killed']),
        killReason: z.enum(KILL_REASONS).optional().describe('Of those that were killed.'),
      }),
    )
    .describe('Every live session, the riskiest 10,000, and those killed within the last 30 seconds.'),
});
export type FleetOutput = z.output<typeof fleetOutput>;
