import { SCOPE_TYPES } from '@cull/core';
import { policyValuesSchema } from '@cull/db';
import { z } from 'zod';
import { idSchema, instantSchema, textSchema } from './common';

/** Where an override applies. */
export const scopeSchema = z
  .strictObject({ type: z.enum(SCOPE_TYPES), id: idSchema.optional() })
  .superRefine(({ type, id }, context) => {
    if (type === 'global' && id !== undefined) {
      context.addIssue({ code: 'custom', path: ['id'], message: 'must be absent for the global scope' });
    }
    if (type !== 'global' && id === undefined) {
      context.addIssue({ code: 'custom', path: ['id'], message: `is needed for the scope ${type}` });
    }
  });
export type ScopeInput = z.output<typeof scopeSchema>;

const note = textSchema(500).trim().min(1, 'needs a note that says why');
const expectedVersion = z
  .number()
  .int()
  .min(0)
  .optional()
  .describe(
    'The scope’s version that the change is based on (0: none yet); another one in the meantime is a CONFLICT.',
  );

export const setThresholdsInput = z.strictObject({
  scope: scopeSchema,
  values: policyValuesSchema.refine((values) => Object.keys(values).length > 0, 'needs at least one value'),
  note,
  expectedVersion,
  expiresAt: instantSchema.optional().describe('When the override stops by itself.'),
});

export const clearThresholdsInput = z.strictObject({ scope: scopeSchema, note, expectedVersion });

export const changedThresholdsOutput = z.object({ version: z.number() });

export const effectiveInput = z.strictObject({
  variantId: idSchema.optional().describe('Its persona and campaign are looked up.'),
  personaId: idSchema.optional(),
  campaignId: idSchema.optional(),
});

/** A whole policy, each value resolved. */
export const policyShape = z.object({
  killRatio: z.number(),
  warnRatio: z.number(),
  minInteractions: z.number(),
  minViews: z.number(),
  warmupSeconds: z.number(),
  consecutiveBreaches: z.number(),
  windowSeconds: z.number(),
  staleAfterSeconds: z.number(),
  deletePost: z.boolean(),
  belowThreshold: z.object({ enabled: z.boolean(), reactionLagSeconds: z.number() }),
  evidence: z.object({
    enabled: z.boolean(),
    alpha: z.number(),
    healthyRatio: z.number(),
    reactionLagSeconds: z.number(),
    dispersion: z.number(),
  }),
});

/** For each value, the scope it comes from. */
export const originsShape = z.record(z.string(), z.enum([...SCOPE_TYPES, 'default']));

/** The values in force, with the version they come from. */
export const effectivePolicyOutput = z.object({
  values: policyShape,
  origins: originsShape.describe('For each value, the scope it comes from.'),
  version: z.number(),
  scopes: z
    .array(z.object({ type: z.enum(SCOPE_TYPES), id: z.string(), version: z.number() }))
    .describe('The overrides that apply, each with its own version, for expectedVersion.'),
});

const override = z.object({
  scope: z.object({ type: z.enum(SCOPE_TYPES), id: z.string() }),
  values: policyValuesSchema,
  version: z.number(),
  author: z.string(),
  note: z.string(),
  expiresAt: z.string().nullable(),
});
export const overridesOutput = z.object({ items: z.array(override.extend({ updatedAt: z.string() })) });

export const historyInput = z
  .strictObject({
    scope: scopeSchema.optional(),
    cursor: z.number().int().min(1).optional(),
    limit: z.number().int().min(1).max(500).default(50),
  })
  .prefault({});
export const historyOutput = z.object({
  items: z.array(override.extend({ action: z.enum(['set', 'clear']), at: z.string() })),
  nextCursor: z.number().nullable(),
});
