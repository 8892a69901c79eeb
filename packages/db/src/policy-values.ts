import { contradictions, DEFAULT_POLICY, MODES, ON_EXPIRY, overlay, type PolicyValues } from '@cull/core';
import { z } from 'zod';

/** Workers keep, and after a restart read back, the views of this long. */
export const MAX_REACTION_LAG_SECONDS = 120;

const ratio = z.number().gt(0).max(1);
/** Interactions of now are held against the views of this long ago. */
const lag = z.number().int().min(0).max(MAX_REACTION_LAG_SECONDS);
const seconds = (min: number) => z.number().int().min(min).max(86_400);

/** What a scope may override: the schema of the API's input and of the stored values alike. */
export const policyValuesSchema = z
  .strictObject({
    mode: z
      .enum(MODES)
      .describe(
        'What is done when a rule asks for a kill: `auto` kills, `approve` waits for a person, `shadow` only records, `off` asks no rule; `auto` by default.',
      ),
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
    maxKillsPerMinute: z
      .number()
      .int()
      .min(1)
      .max(1_000_000)
      .nullable()
      .describe(
        'More kills by rules within a minute trip the breaker: of the persona where its own override says so, else of everything; null, no limit, by default.',
      ),
    minPoolSize: z
      .number()
      .int()
      .min(0)
      .max(1_000_000)
      .describe('Variants that a persona’s pool keeps, whatever the rules say; 0 by default.'),
    approval: z
      .strictObject({
        expirySeconds: seconds(1).describe('How long a person has to approve or dismiss; 120 by default.'),
        onExpiry: z.enum(ON_EXPIRY).describe('What happens without an answer; `spare` by default.'),
      })
      .partial()
      .describe('For the mode `approve`.'),
    belowThreshold: z
      .strictObject({
        enabled: z.boolean().describe('Whether the rule is on; true by default.'),
        reactionLagSeconds: lag.describe('0 by default: the letter of the criteria.'),
      })
      .partial()
      .describe('The rule `below_threshold`: enough interactions, and a rate below the kill line.'),
    evidence: z
      .strictObject({
        enabled: z.boolean().describe('Whether the rule is on; true by default.'),
        alpha: z
          .number()
          .min(1e-9)
          .max(0.5)
          .describe('The chance that is accepted of ever killing a healthy variant; 0.001 by default.'),
        healthyRatio: ratio.describe(
          'From this part of the expected rate on a variant is healthy; 1 by default.',
        ),
        reactionLagSeconds: lag.describe('15 by default.'),
        dispersion: z
          .number()
          .min(1)
          .max(100)
          .describe('How much one viewer’s several reactions inflate the counts; 1.5 by default.'),
      })
      .partial()
      .describe(
        'The rule `evidence`: below the kill line, and an anytime-valid test that it is not healthy.',
      ),
  })
  .partial() satisfies z.ZodType<PolicyValues>;

/** The same, refusing values that contradict each other or the defaults they would be laid over. */
export const soundPolicyValuesSchema = policyValuesSchema.superRefine((values, context) => {
  for (const { path, message } of contradictions(overlay(DEFAULT_POLICY, values))) {
    context.addIssue({ code: 'custom', path: path.split('.'), message });
  }
});
