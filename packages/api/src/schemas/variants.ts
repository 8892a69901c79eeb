import { MONITORING_STATUSES } from '@cull/core';
import { DEFAULT_ACCOUNT } from '@cull/db';
import { postIdProblem } from '@cull/sources';
import { z } from 'zod';
import {
  campaignIdSchema,
  documentedAs,
  idSchema,
  instantSchema,
  personaIdSchema,
  rateSchema,
  seen,
  textSchema,
  variantIdSchema,
} from './common';

const scheduledPostSchema = z.strictObject({
  id: idSchema.describe('The scheduled post’s id, as the orchestrator knows it.'),
  publishAt: instantSchema.describe('When it will be published.'),
});

/** A variant that has just been posted. */
export const postedInput = z.strictObject({
  variantId: seen(variantIdSchema),
  personaId: seen(personaIdSchema),
  postId: idSchema.superRefine(askable).describe('The post’s id at the source.'),
  expectedEngagementRate: z
    .union([rateSchema, z.literal('auto')])
    .describe(
      'The expected engagement rate, above 0 and at most 1; `auto`: learned from completed sessions of the persona and campaign, of which it takes 20.',
    ),
  postedAt: instantSchema
    .optional()
    .describe('When it was posted; now by default. Monitoring counts from then.'),
  source: z
    .enum(['threads', 'push'])
    .default('threads')
    .describe('Whether Cull reads the counters itself, or you push them to metrics.ingest.'),
  accountId: z
    .union([z.uuid(), z.literal(DEFAULT_ACCOUNT)])
    .optional()
    .describe(
      'The account that reads it; by default that of the persona, otherwise `default`, the environment’s.',
    ),
  campaignId: seen(campaignIdSchema).optional(),
  content: textSchema(10_000).optional().describe('The post’s text, for the dashboard.'),
  scheduledPosts: z
    .array(scheduledPostSchema)
    .max(1_000)
    .refine((posts) => new Set(posts.map(({ id }) => id)).size === posts.length, 'has the same id twice')
    .default([])
    .describe('Posts of this variant still to come; a kill cancels them.'),
  costPerView: z
    .number()
    .min(0)
    .max(1_000_000)
    .optional()
    .describe('What a view costs, in the account’s currency.'),
});
export type PostedInput = z.output<typeof postedInput>;

export const postedOutput = z.object({
  monitoringId: z.string(),
  variantId: z.string(),
  status: z.enum(MONITORING_STATUSES),
  startedAt: z.string(),
  deadlineAt: z.string(),
  created: z.boolean().describe('False if this variant and post were already known.'),
});
export type PostedOutput = z.output<typeof postedOutput>;

/** Items are validated one by one, so that a bad one refuses only itself. */
export const postedManyInput = z.strictObject({
  variants: z.array(documentedAs(postedInput)).min(1).max(1_000).describe('Up to 1,000 postings.'),
});

export const postedManyOutput = z.object({
  results: z.array(
    z.discriminatedUnion('ok', [
      postedOutput.extend({ ok: z.literal(true) }),
      z.object({
        ok: z.literal(false),
        index: z.number(),
        error: z.object({ code: z.enum(['BAD_REQUEST', 'CONFLICT', 'FORBIDDEN']), message: z.string() }),
      }),
    ]),
  ),
});
export type PostedResult = z.output<typeof postedManyOutput>['results'][number];

/** An id becomes a part of an address, which some would lead elsewhere. */
function askable(postId: string, context: z.RefinementCtx): void {
  const problem = postIdProblem(postId);
  if (problem !== null) context.addIssue({ code: 'custom', message: problem });
}
