import { contradictions, DEFAULT_POLICY, overlay, type PolicyValues } from '@cull/core';
import { z } from 'zod';

const ratio = z.number().gt(0).max(1);
const seconds = (min: number) => z.number().int().min(min).max(86_400);

/** What a scope may override: the schema of the API's input and of the stored values alike. */
export const policyValuesSchema = z
  .strictObject({
    killRatio: ratio.describe(
      'Below this part of the expected engagement rate a variant is killed; 0.5 by default.',
    ),
    warnRatio: ratio.describe(
      'Below this part of the expected engagement rate a variant is warned of; 0.7 by default.',
    ),
    minInteractions: z
      .number()
      .int()
      .min(1)
      .max(1_000_000)
      .describe('Interactions from which on the rate counts; 10 by default.'),
    minViews: z
      .number()
      .int()
      .min(0)
      .max(1_000_000_000)
      .describe('Views before which nothing is killed; 0 by default.'),
    warmupSeconds: seconds(0).describe('Seconds after posting in which nothing is killed; 0 by default.'),
    consecutiveBreaches: z
      .number()
      .int()
      .min(1)
      .max(100)
      .describe('Samples in a row that have to breach; 1 by default.'),
    windowSeconds: seconds(1).describe('Length of the monitoring window in seconds; 600 by default.'),
    staleAfterSeconds: seconds(1).describe(
      'A sample older than this many seconds kills nothing; 30 by default.',
    ),
    deletePost: z.boolean().describe('Whether a kill deletes the post at the source; false by default.'),
    belowThreshold: z
      .strictObject({ enabled: z.boolean().describe('Whether the rule is on; true by default.') })
      .partial()
      .describe('The rule `below_threshold`: enough interactions, and a rate below the kill line.'),
  })
  .partial() satisfies z.ZodType<PolicyValues>;

/** The same, refusing values that contradict each other or the defaults they would be laid over. */
export const soundPolicyValuesSchema = policyValuesSchema.superRefine((values, context) => {
  for (const { path, message } of contradictions(overlay(DEFAULT_POLICY, values))) {
    context.addIssue({ code: 'custom', path: path.split('.'), message });
  }
});
