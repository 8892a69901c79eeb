import { KILL_REASONS } from '@cull/core';
import { z } from 'zod';
import { instantSchema, personaIdSchema } from './common';

const since = instantSchema
  .optional()
  .describe('Variants posted at this time or later count; 7 days ago by default, 90 days at most.');

export const periodInput = z.strictObject({ since }).default({});
export const reactionsInput = z.strictObject({ personaId: personaIdSchema, since });

/** A figure with its 95 % confidence interval. */
const estimateOutput = z.object({ value: z.number(), low: z.number(), high: z.number() });

const calibrationFigures = z.object({
  sessions: z.number().describe('Sessions that ran to their end, or were looked at after their kill.'),
  views: z.number(),
  interactions: z.number(),
  expectedRate: z.number().nullable().describe('Mean expected engagement rate, weighted by views.'),
  realisedRate: z.number().nullable(),
  factor: estimateOutput
    .nullable()
    .describe('Realised over expected, with its 95 % interval; null where too little is known.'),
  suggestedFactor: z
    .number()
    .nullable()
    .describe('What to multiply expected rates by; null where they may be right as they are.'),
});

export const calibrationOutput = z.object({
  since: z.string(),
  truncated: z.boolean().describe('Whether there were more sessions than were counted; the newest were.'),
  total: calibrationFigures,
  personas: z.array(calibrationFigures.extend({ personaId: z.string() })),
  campaigns: z.array(calibrationFigures.extend({ campaignId: z.string() })),
});

export const reactionsOutput = z.object({
  since: z.string(),
  estimate: z
    .object({
      sessions: z.number().describe('What it rests on, as the next two.'),
      samples: z.number(),
      interactions: z.number(),
      lag: z.object({
        meanSeconds: z.number().describe('Mean delay from a view to its reaction.'),
        low: z.number(),
        high: z.number(),
        suggestedSeconds: z
          .number()
          .describe('By when 95 % of the reactions have come: a value for `reactionLagSeconds`.'),
      }),
      dispersion: estimateOutput.describe('Of one viewer’s several reactions: a value for `dispersion`.'),
    })
    .nullable()
    .describe('Null where too little was recorded.'),
});

const percentiles = z.object({
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
});

export const timelineOutput = z.object({
  since: z.string(),
  bucketSeconds: z.number().describe('How long each stretch of `buckets` is.'),
  buckets: z.array(
    z.object({
      at: z.string().describe('When the stretch begins.'),
      personaId: z.string(),
      reason: z.enum(KILL_REASONS),
      kills: z.number(),
    }),
  ),
  kills: z.number(),
  timeToKill: percentiles.describe('From the posting to the kill, in seconds.'),
  viewsAvoided: z
    .number()
    .describe(
      'Views that the killed variants would still have got, had their rate so far gone on to the deadline.',
    ),
  spendAvoided: z
    .number()
    .describe('What those views would have cost, where the postings said what a view costs.'),
  latency: z.object({
    observedToDecided: percentiles.describe(
      'Milliseconds from the sample that decided a kill to the decision.',
    ),
    decidedToDone: percentiles.describe('Milliseconds from the decision to the last step being done.'),
    observedToDone: percentiles,
    histogram: z
      .array(z.object({ upToMs: z.number().nullable(), kills: z.number() }))
      .describe(
        'Of the whole: kills that took at most so long, and longer than the line before; null: any longer.',
      ),
  }),
});

const killFigures = z.object({
  kills: z.number(),
  judged: z.number().describe('Kills whose variants were watched to the end of their window.'),
  regretted: z.number().describe('Of those, the ones that came back above the warn line.'),
});

export const killsOutput = z.object({
  since: z.string(),
  total: killFigures,
  personas: z.array(killFigures.extend({ personaId: z.string() })),
});
