import { DROP_ACTIONS, MODES, ON_EXPIRY, POLICY_ORIGINS, SCOPE_TYPES, SIBLING_GUARDS } from '@cull/core';
import { acceptedPolicyValuesSchema, policyValuesSchema } from '@cull/db';
import { z } from 'zod';
import {
  campaignIdSchema,
  idSchema,
  instantSchema,
  limitSchema,
  personaIdSchema,
  textSchema,
} from './common';

/** Where an override applies. */
export const scopeSchema = z
  .strictObject({
    type: z
      .enum(SCOPE_TYPES)
      .describe('What the override applies to. For each value, the narrowest scope that sets it wins.'),
    id: idSchema.optional().describe('Of the persona, campaign or variant; absent for `global`.'),
  })
  .superRefine(({ type, id }, context) => {
    if (type === 'global' && id !== undefined) {
      context.addIssue({ code: 'custom', path: ['id'], message: 'must be absent for the global scope' });
    }
    if (type !== 'global' && id === undefined) {
      context.addIssue({ code: 'custom', path: ['id'], message: `is needed for the scope ${type}` });
    }
  })
  .describe('Where the values apply.');
export type ScopeInput = z.output<typeof scopeSchema>;

const note = textSchema(500)
  .trim()
  .min(1, 'needs a note that says why')
  .describe('Why. Kept in the history.');
const expectedVersion = z
  .number()
  .int()
  .min(0)
  .optional()
  .describe(
    'The version that the change is based on (0: none yet). CONFLICT if the scope has another one now.',
  );

const replace = z
  .boolean()
  .default(false)
  .describe('Whether the values replace the whole override instead of being merged into it.');

export const setThresholdsInput = z.strictObject({
  scope: scopeSchema,
  values: acceptedPolicyValuesSchema
    .refine((values) => Object.keys(values).length > 0, 'needs at least one value')
    .describe('The values to override. Wider scopes decide the others.'),
  replace,
  note,
  expectedVersion,
  expiresAt: instantSchema.optional().describe('When the whole override expires; by default never.'),
});

export const clearThresholdsInput = z.strictObject({ scope: scopeSchema, note, expectedVersion });

export const restoreThresholdsInput = z.strictObject({
  scope: scopeSchema,
  version: z
    .number()
    .int()
    .min(1)
    .describe('One of the scope’s versions, as `thresholds.history` gives them.'),
  note,
  expectedVersion,
});

export const changedThresholdsOutput = z.object({ version: z.number() });

export const previewInput = z.strictObject({
  scope: scopeSchema,
  values: acceptedPolicyValuesSchema.describe('Laid over those of the scope that are active.'),
  replace,
  since: instantSchema
    .optional()
    .describe(
      'Variants posted at this time or later are replayed; 24 hours ago by default, 30 days at most.',
    ),
  endedOnly: z
    .boolean()
    .default(false)
    .describe('Whether to leave out live variants, whose outcome is unknown; false by default.'),
});

export const sweepInput = z.strictObject({
  scope: scopeSchema,
  values: acceptedPolicyValuesSchema
    .default({})
    .describe('Laid over those of the scope that are active; its kill ratio is passed over.'),
  since: instantSchema
    .optional()
    .describe('Variants posted at this time or later are replayed; 7 days ago by default, 30 days at most.'),
});

export const sweepOutput = z.object({
  since: z.string(),
  sessions: z.number().describe('Ended sessions that were replayed, once for each kill ratio.'),
  truncated: z.boolean().describe('Whether only the newest recordings were replayed.'),
  points: z
    .array(
      z.object({
        killRatio: z.number(),
        kills: z.number().describe('By any rule.'),
        falseKills: z
          .number()
          .describe('Kills whose variant was back at the active warn threshold by the end of its recording.'),
        viewsAfterKill: z
          .number()
          .describe('Views that came after the kills, which a kill would have saved.'),
      }),
    )
    .describe('From the most lenient kill ratio to the strictest.'),
});

export const presetsOutput = z.object({
  items: z.array(
    z.object({
      id: z.enum(['literal', 'careful', 'evidence_only']),
      name: z.string(),
      description: z.string().describe('What it does and what it costs.'),
      values: policyValuesSchema,
    }),
  ),
});

const previewCounts = z.object({
  sessions: z.number().describe('Recorded monitoring sessions that were replayed.'),
  wouldHaveKilled: z.number().describe('Killed by the new policy alone.'),
  wouldHaveSpared: z.number().describe('Killed by the active policy alone.'),
  killedNow: z
    .number()
    .describe('Of `wouldHaveKilled`, the variants that are live: the change would kill them now.'),
  killedByBoth: z.number(),
  laterRecovered: z
    .number()
    .describe(
      'Of those that the new policy kills, how many were back at the warn threshold by the end of the recording.',
    ),
  silentLosers: z
    .number()
    .describe('Killed by the new policy before they had the interactions that the literal rule needs.'),
  missed: z
    .number()
    .describe('Left to time out by the new policy, though their rate was below its kill threshold by then.'),
  viewsAfterKill: z
    .object({ before: z.number(), after: z.number() })
    .describe('Views that came after the kills: under the active policy, and under the new one.'),
});

export const previewOutput = z.object({
  since: z.string(),
  recorded: z.number().describe('Recorded sessions that match.'),
  truncated: z.boolean().describe('Whether only the newest recordings were replayed.'),
  looks: z.number().describe('Checks that the engine made for both policies together.'),
  total: previewCounts,
  personas: z.array(previewCounts.extend({ personaId: z.string() })),
  changes: z
    .array(
      z.object({
        monitoringId: z.string(),
        variantId: z.string(),
        personaId: z.string(),
        effect: z.enum(['killed', 'spared']),
        reason: z.string().describe('The rule that kills it, under the one policy or the other.'),
        secondsAfterPosting: z.number(),
        viewsAtKill: z.number(),
        viewsAtEnd: z.number(),
        recovered: z.boolean(),
        isLive: z.boolean().describe('Whether it is live, so that the change would kill it now.'),
      }),
    )
    .describe('The sessions that the change would treat differently, live ones first; up to 200.'),
});

export const effectiveInput = z.strictObject({
  variantId: idSchema.optional().describe('A variant; its persona and campaign are looked up.'),
  personaId: personaIdSchema.optional(),
  campaignId: campaignIdSchema.optional(),
});

/** A whole policy, each value resolved. */
export const policyShape = z.object({
  mode: z.enum(MODES),
  killRatio: z.number(),
  warnRatio: z.number(),
  minInteractions: z.number(),
  minViews: z.number(),
  warmupSeconds: z.number(),
  consecutiveBreaches: z.number(),
  windowSeconds: z.number(),
  staleAfterSeconds: z.number(),
  maxCheckIntervalSeconds: z.number(),
  deletePost: z.boolean(),
  maxKillsPerMinute: z.number().nullable(),
  minPoolSize: z.number(),
  holdoutRate: z.number(),
  approval: z.object({ expirySeconds: z.number(), onExpiry: z.enum(ON_EXPIRY) }),
  belowThreshold: z.object({ enabled: z.boolean(), reactionDelaySeconds: z.number() }),
  evidence: z.object({
    enabled: z.boolean(),
    alpha: z.number(),
    healthyRatio: z.number(),
    reactionDelaySeconds: z.number(),
    dispersion: z.number(),
  }),
  drop: z.object({ action: z.enum(DROP_ACTIONS) }),
  siblings: z.object({
    enabled: z.literal(false),
    guard: z.enum(SIBLING_GUARDS),
    minSiblings: z.number(),
  }),
});

/** For each value, where it comes from. */
export const originsShape = z.record(z.string(), z.enum(POLICY_ORIGINS));

/** The active values, with the version they come from. */
export const effectivePolicyOutput = z.object({
  values: policyShape,
  origins: originsShape.describe(
    'For each value, the scope it comes from; `learned`: the persona’s own recordings refute the default.',
  ),
  version: z.number(),
  scopes: z
    .array(
      z.object({
        type: z.enum(SCOPE_TYPES),
        id: z.string(),
        version: z.number(),
        values: policyValuesSchema,
        expiresAt: z.string().nullable(),
      }),
    )
    .describe('The overrides that apply, each with its own version, for expectedVersion.'),
});

/** Which version of which scope’s override; the global scope has an empty id. */
export const versionShape = z.object({
  scope: z.object({ type: z.enum(SCOPE_TYPES), id: z.string() }),
  version: z.number(),
});

const unreadable = z
  .array(
    z.object({
      field: z.string().describe('Its name; `values` where nothing of the override can be read.'),
      problem: z.string().describe('Its value, and what is needed.'),
    }),
  )
  .describe(
    'What of it this version can’t read and is missing in `values`: the kills of its scope are blocked until it is set or cleared.',
  );

const override = versionShape.extend({
  values: policyValuesSchema,
  unreadable,
  author: z.string(),
  note: z.string(),
  expiresAt: z.string().nullable(),
});
export const overridesOutput = z.object({ items: z.array(override.extend({ updatedAt: z.string() })) });

export const historyInput = z
  .strictObject({
    scope: scopeSchema.optional().describe('Only changes of this scope.'),
    cursor: z.number().int().min(1).optional().describe('`nextCursor` of the page before.'),
    limit: limitSchema,
  })
  .prefault({});
export const historyOutput = z.object({
  items: z.array(override.extend({ action: z.enum(['set', 'clear']), at: z.string() })),
  nextCursor: z.number().nullable(),
});
