import { z } from 'zod';
import { idSchema, personaIdSchema } from './common';

export const poolInput = z
  .strictObject({
    personaId: personaIdSchema.optional(),
    cursor: idSchema.optional().describe('`nextCursor` of the page before.'),
    limit: z
      .number()
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .describe('How many variants at most; by default all.'),
  })
  .prefault({});

const scheduledPost = z.object({ id: z.string(), publishAt: z.string() });

export const poolOutput = z.object({
  items: z.array(
    z.object({
      variantId: z.string(),
      personaId: z.string(),
      campaignId: z.string().nullable(),
      joinedAt: z.string(),
      scheduledPosts: z.array(scheduledPost),
    }),
  ),
  nextCursor: z.string().nullable(),
});

export const variantOutput = z.object({
  variantId: z.string(),
  personaId: z.string(),
  campaignId: z.string().nullable(),
  content: z.string().nullable(),
  inPool: z.boolean(),
  leftPoolAt: z.string().nullable(),
  leftPoolReason: z.string().nullable(),
  scheduledPosts: z.array(scheduledPost.extend({ cancelledAt: z.string().nullable() })),
});
