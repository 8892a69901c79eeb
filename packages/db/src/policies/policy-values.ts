import {
  DROP_ACTIONS,
  MODES,
  ON_EXPIRY,
  type PolicyValues,
  SIBLING_GUARDS,
  SIBLINGS_RULE_REFUSAL,
} from '@cull/core';
import { z } from 'zod';

const ratio = z.number().gt(0).max(1);
const MAX_DELAY_SECONDS = 60;
/** Mean delay between a view and its reaction. */
const delay = z.number().min(0).max(MAX_DELAY_SECONDS);
const seconds = (min: number) => z.number().int().min(min).max(86_400);

const BELOW_THRESHOLD =
  'The rule `below_threshold`: enough interactions, and a rate below the kill threshold.';
const EVIDENCE =
  'The rule `evidence`: fewer interactions than half of those due, and an anytime-valid test that the variant is not healthy.';

const approval = z
  .strictObject({
    expirySeconds: seconds(1).describe('How long a person has to approve or dismiss; 120 by default.'),
    onExpiry: z.enum(ON_EXPIRY).describe('What happens without an answer; `spare` by default.'),
  })
  .partial()
  .describe('For the mode `approve`.');

const belowThreshold = z
  .strictObject({
    enabled: z.boolean().describe('Whether the rule is on; true by default.'),
    reactionDelaySeconds: delay.describe(
      'Mean delay between a view and its reaction, by which views mature before they count; 0 by default: the letter of the criteria.',
    ),
  })
  .partial()
  .describe(BELOW_THRESHOLD);

const evidence = z
  .strictObject({
    enabled: z.boolean().describe('Whether the rule is on; true by default.'),
    alpha: z
      .number()
      .min(1e-9)
      .max(0.5)
      .describe('The accepted probability of ever killing a healthy variant; 0.001 by default.'),
    healthyRatio: ratio.describe('From this part of the expected rate a variant is healthy; 1 by default.'),
    reactionDelaySeconds: delay.describe(
      'Mean delay between a view and its reaction in seconds; one that is too long only costs time; 7.5 by default.',
    ),
    dispersion: z
      .number()
      .min(1)
      .max(100)
      .describe('How much one viewer’s several reactions inflate the counts; 1.5 by default.'),
  })
  .partial()
  .describe(EVIDENCE);

const plainValues = z.strictObject({
  mode: z
    .enum(MODES)
    .describe(
      'What is done when a rule asks for a kill: `auto` kills, `approve` waits for a person, `shadow` only records, `off` asks no rule; `auto` by default.',
    ),
  killRatio: ratio.describe(
    'Below this part of the expected engagement rate a variant is killed; 0.5 by default.',
  ),
  warnRatio: ratio.describe(
    'Below this part of the expected engagement rate there is a warning; 0.7 by default.',
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
  maxCheckIntervalSeconds: seconds(1).describe(
    'The longest gap between two checks of a live variant in seconds; a time-out says where it was longer; 10 by default.',
  ),
  deletePost: z.boolean().describe('Whether a kill deletes the post at the source; false by default.'),
  maxKillsPerMinute: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .nullable()
    .describe(
      'More automatic kills within a minute trip the circuit breaker: of the persona where its own override says so, else of everything; null, no limit, by default.',
    ),
  minPoolSize: z
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .describe('Variants that a persona’s pool keeps, whatever the rules say; 0 by default.'),
  holdoutRate: z
    .number()
    .min(0)
    .max(0.5)
    .describe(
      'The share of kill verdicts that are spared at random, to measure how right the rest are; 0 by default, at most 0.5.',
    ),
  approval,
  drop: z
    .strictObject({
      action: z
        .enum(DROP_ACTIONS)
        .describe(
          'What is done about a variant that was healthy and went bad: `warn` (default), `kill`, or `off`. Shares `evidence.alpha`.',
        ),
    })
    .partial()
    .describe('Variants that were healthy and went bad.'),
  siblings: z
    .strictObject({
      enabled: z
        .literal(false, { error: SIBLINGS_RULE_REFUSAL })
        .describe('False: a rule that compares siblings is not offered, since its error rate does not hold.'),
      guard: z
        .enum(SIBLING_GUARDS)
        .describe(
          'What is done about a kill while the persona’s other live variants together are below the kill threshold, too: `warn` (default) says so, `block` holds the kill back, `off` does nothing.',
        ),
      minSiblings: z
        .number()
        .int()
        .min(2)
        .max(1_000)
        .describe('Fewer other live variants than this say nothing; 3 by default.'),
    })
    .partial()
    .describe('The other live variants of the persona.'),
});

/** What a scope may override. */
export const policyValuesSchema = plainValues
  .extend({ belowThreshold, evidence })
  .partial() satisfies z.ZodType<PolicyValues>;

const MAX_LAG_SECONDS = 2 * MAX_DELAY_SECONDS;
const lag = z
  .number()
  .min(0)
  .max(MAX_LAG_SECONDS)
  .optional()
  .describe('The earlier name of `reactionDelaySeconds`: still accepted, and read as half its value.');

/**
 * The same as it is accepted, from callers and from what was stored: `reactionLagSeconds` of earlier versions is read as
 * half its value, since the views of a mean delay are over after two or three of them.
 */
export const acceptedPolicyValuesSchema = plainValues
  .extend({
    belowThreshold: belowThreshold
      .extend({ reactionLagSeconds: lag })
      .transform(lagToDelay)
      .describe(BELOW_THRESHOLD),
    evidence: evidence.extend({ reactionLagSeconds: lag }).transform(lagToDelay).describe(EVIDENCE),
  })
  .partial();

type WithLag = { reactionLagSeconds?: number | undefined; reactionDelaySeconds?: number | undefined };

function lagToDelay<Values extends WithLag>(
  { reactionLagSeconds, ...values }: Values,
  context: z.RefinementCtx,
): Omit<Values, 'reactionLagSeconds'> {
  if (reactionLagSeconds === undefined) return values;
  if (values.reactionDelaySeconds !== undefined) {
    const message = `is the earlier name of reactionDelaySeconds, which is ${values.reactionDelaySeconds}: give one of them`;
    context.addIssue({ code: 'custom', path: ['reactionLagSeconds'], message });
  }
  return { ...values, reactionDelaySeconds: reactionLagSeconds / 2 };
}
