import { z } from 'zod';
import { countSchema, documentedAs, instantSchema, textSchema, variantIdSchema } from './common';

/** One reading of a variant's cumulative counters. */
export const sampleInput = z
  .strictObject({
    variantId: variantIdSchema,
    views: countSchema.describe('Views so far, of all time.'),
    interactions: countSchema.describe('Interactions so far, of all time; at most as many as views.'),
    observedAt: instantSchema.describe('When the counters were read.'),
    breakdown: z
      .record(textSchema(50), countSchema)
      .optional()
      .describe('The interactions by kind. Checked, not stored.'),
  })
  .refine(({ views, interactions }) => interactions <= views, {
    path: ['interactions'],
    message: 'must not be above views',
  });
export type SampleInput = z.output<typeof sampleInput>;

/** Items are validated one by one, so that a bad one refuses only itself. */
export const ingestInput = z.strictObject({
  samples: z.array(documentedAs(sampleInput)).min(1).max(5_000).describe('Up to 5,000 samples.'),
});

export const ingestOutput = z.object({
  accepted: z.number(),
  rejected: z.array(
    z.object({
      index: z.number(),
      reason: z
        .string()
        .describe(
          'Begins with `invalid:`, `unknown_variant:`, `not_monitored:` or `polled_source:`, then says it in words.',
        ),
    }),
  ),
});
