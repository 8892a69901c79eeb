import { z } from 'zod';

const rate = z.number().min(0).max(1);

/** How the people who see a post behave. */
export const audienceSchema = z.strictObject({
  /** Views a minute at the moment of publishing. */
  expectedViewsPerMinute: z.number().min(0).max(1_000_000),
  /** Minutes in which the stream of views halves. */
  decayMinutes: z.number().min(0.1).max(10_080),
  /** Interactions a view in the long run, [0, 1]. */
  engagementRate: rate,
  /** Mean of the exponential delay from a view to the reaction. */
  reactionLagSeconds: z.number().min(0).max(3_600),
  /** Variance of the burst factor (mean 1) that the stream of views is multiplied by; 0 for a plain Poisson stream. */
  burstiness: z.number().min(0).max(10),
  /** Reactions of one engaged viewer, mean; at most the five kinds that there are. */
  clusterMean: z.number().min(1).max(5).default(1),
  /** From this age on, views engage at another rate. */
  drop: z
    .strictObject({ afterSeconds: z.number().min(0), engagementRate: rate })
    .nullable()
    .default(null),
});

export type AudienceSettings = z.output<typeof audienceSchema>;
