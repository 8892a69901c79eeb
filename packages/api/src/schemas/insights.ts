import { KILL_REASONS } from '@cull/core';
import { z } from 'zod';
import { instantSchema, personaIdSchema } from './common';

const since = instantSchema
  .optional()
  .describe('Variants posted at this time or later count; 7 days ago by default, 90 days at most.');

export const periodInput = z.strictObject({ since }).default({});
export const reactionsInput = z.strictObject({ personaId: personaIdSchema, since });

/** A figure with its 95% confidence interval. */
export const estimateOutput = z.object({ value: z.number(), low: z.number(), high: z.number() });

/** A share from 0 to 1 with its exact 95% binomial interval. */
export const shareOutput = z.object({ share: z.number(), low: z.number(), high: z.number() });

const calibrationFigures = z.object({
  sessions: z
    .number()
    .describe('Sessions behind the figures: survivors, and killed variants that were followed.'),
  survivors: z.number().describe('Sessions that were not killed.'),
  killedFollowed: z.number().describe('Killed, with a post-kill reading from the end of the window.'),
  killedUnfollowed: z.number().describe('Killed, without such a reading: counted in no rate.'),
  isCensored: z.boolean().describe('Whether killed variants are missing, so that the rates may be too high.'),
  views: z.number(),
  interactions: z.number(),
  expectedRate: z.number().nullable().describe('Mean expected engagement rate, weighted by views.'),
  realisedRate: z.number().nullable(),
  factor: estimateOutput
    .nullable()
    .describe('Realized over expected, with its 95% interval; null without enough data.'),
  suggestedFactor: z
    .number()
    .nullable()
    .describe('What to multiply expected rates by, from 0.5 to 1.5; null if it is too early.'),
  suggestionWaitsFor: z
    .string()
    .nullable()
    .describe('Why there is no suggestion, in words; null where there is one.'),
});

export const calibrationOutput = z.object({
  since: z.string(),
  truncated: z.boolean().describe('Whether only the newest sessions were counted.'),
  total: calibrationFigures,
  personas: z.array(calibrationFigures.extend({ personaId: z.string() })),
  campaigns: z.array(calibrationFigures.extend({ campaignId: z.string() })),
});

export const outcomesOutput = z.object({
  since: z.string(),
  truncated: z
    .boolean()
    .describe('Whether there were more sessions than all but `funnel` rests on; the newest were counted.'),
  funnel: z
    .object({
      posted: z.number(),
      read: z.number().describe('Posted, with at least one usable reading.'),
      killedByRules: z.number().describe('Read, and killed by a rule.'),
      followed: z.number().describe('Killed by a rule, with a post-kill reading from the end of the window.'),
      falseKills: z.number().describe('Followed, and recovered.'),
    })
    .describe('Each number counts part of the one before. Live variants are among them.'),
  ratios: z
    .array(
      z.object({
        from: z.number().describe('Realized over expected engagement rate, from here to the next `from`.'),
        passed: z.number(),
        killed: z.number(),
      }),
    )
    .describe('Variants by what they had reached at the end of their window; the last stretch has no end.'),
  timesToKill: z
    .array(z.object({ fromSeconds: z.number(), toSeconds: z.number().nullable(), kills: z.number() }))
    .describe('Kills by how long after the posting they came.'),
  pairs: z
    .array(
      z.object({
        personaId: z.string(),
        campaignId: z.string().nullable(),
        variants: z.number(),
        killed: z.number(),
        ratio: z
          .number()
          .nullable()
          .describe('Interactions over those expected of the views; null where nothing is known.'),
      }),
    )
    .describe('Each persona in each campaign, those with most variants first, at most 400.'),
  points: z
    .array(
      z.object({
        variantId: z.string(),
        monitoringId: z.string(),
        expectedEngagementRate: z.number(),
        engagementRate: z.number().describe('At the end of the window.'),
        isKilled: z.boolean(),
      }),
    )
    .describe('Single variants, the newest first, at most 400.'),
});

export const reactionsOutput = z.object({
  since: z.string(),
  estimate: z
    .object({
      sessions: z.number().describe('The data behind it, as are the next two.'),
      samples: z.number(),
      interactions: z.number(),
      delay: z.object({
        meanSeconds: z.number().describe('Mean delay from a view to its reaction.'),
        low: z.number(),
        high: z.number(),
        suggestedSeconds: z.number().describe('A value for `reactionDelaySeconds`.'),
      }),
      dispersion: estimateOutput.describe('Of one viewer’s several reactions: a value for `dispersion`.'),
    })
    .nullable()
    .describe('Null without enough data.'),
});

const percentiles = z.object({
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
});

export const timelineOutput = z.object({
  since: z.string(),
  bucketSeconds: z.number().describe('The length of each bucket.'),
  buckets: z.array(
    z.object({
      at: z.string().describe('When the bucket begins.'),
      personaId: z.string(),
      reason: z.enum(KILL_REASONS),
      kills: z.number(),
    }),
  ),
  kills: z.number(),
  timeToKill: percentiles.describe('From the posting to the kill, in seconds.'),
  viewsAvoided: estimateOutput
    .nullable()
    .describe(
      'Views that the automatic kills avoided, measured on the variants spared in this time; null while it is not known, and `insights.spared` says how many are missing.',
    ),
  spendAvoided: estimateOutput
    .nullable()
    .describe('What those views would have cost; also null if no spared variant has a cost.'),
  latency: z.object({
    observedToDecided: percentiles.describe(
      'Milliseconds from the sample that decided a kill to the decision.',
    ),
    decidedToDone: percentiles.describe('Milliseconds from the decision to the last step being done.'),
    observedToDone: percentiles,
    histogram: z
      .array(z.object({ upToMs: z.number().nullable(), kills: z.number() }))
      .describe(
        'Kills in total that took at most this long, and longer than the row before; null: longer than all rows.',
      ),
  }),
});

const killCounts = z.object({
  kills: z.number(),
  judged: z.number().describe('Kills with a reading at the end of the window.'),
  regretted: z.number().describe('Of those, the false kills: the variant recovered.'),
  falseShare: shareOutput.nullable().describe('False kills of those judged; null while none is judged.'),
});

const killFigures = killCounts.extend({
  rules: z
    .array(killCounts.extend({ reason: z.enum(KILL_REASONS) }))
    .describe('The same for each reason that killed.'),
});

export const killsOutput = z.object({
  since: z.string(),
  total: killFigures,
  personas: z.array(killFigures.extend({ personaId: z.string() })),
});

export const trendsOutput = z.object({
  hours: z
    .array(
      z.object({
        at: z.string().describe('When the hour begins.'),
        posted: z.number(),
        killed: z.number(),
        timedOut: z.number(),
        stopped: z.number(),
        killLatencyP95Ms: z
          .number()
          .nullable()
          .describe('From the sample that decided a kill to its last step; null without an automatic kill.'),
      }),
    )
    .describe('The last 24 hours, the present one last.'),
});
