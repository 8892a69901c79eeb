import { z } from 'zod';
import { SCOPES } from '../access/access';
import { instantSchema, personaIdSchema, textSchema } from './common';

const nameSchema = textSchema(100).trim().min(1, 'needs a name');
const expiresAt = instantSchema.optional().describe('When the key expires; by default never.');

const reachSchema = {
  personaIds: z
    .array(personaIdSchema)
    .min(1)
    .max(100)
    .optional()
    .describe('The personas that it is limited to; by default all.'),
  sources: z
    .array(z.union([z.literal('push'), z.literal('default'), z.uuid()]))
    .min(1)
    .max(100)
    .optional()
    .describe('The account ids that it is limited to, with `push` for pushed samples; by default all.'),
};

const createKeyShape = z.strictObject({
  ...reachSchema,
  name: nameSchema.describe('Who uses it. Decisions and changes are recorded under this name.'),
  scopes: z
    .array(z.enum(SCOPES))
    .min(1)
    .refine((scopes) => new Set(scopes).size === scopes.length, 'has a scope twice')
    .describe('What it may do. `admin` may do everything.'),
  expiresAt,
});

/** Not kept apart by personas and sources. */
const WHOLE_SCOPES: readonly string[] = ['control', 'admin'];

export const createKeyInput = createKeyShape.refine(
  ({ scopes, personaIds, sources }) =>
    (personaIds === undefined && sources === undefined) ||
    !scopes.some((scope) => WHOLE_SCOPES.includes(scope)),
  { path: ['scopes'], error: `${WHOLE_SCOPES.join(' and ')} can't be narrowed to personas or sources` },
);

export const keyInput = z.strictObject({ keyId: z.uuid().describe('The key, as `keys.list` gives it.') });

export const rotateKeyInput = keyInput.extend({
  graceSeconds: z
    .number()
    .int()
    .min(0)
    .max(30 * 86_400)
    .default(3_600)
    .describe('How long the old key keeps working, so programs can switch to the new one.'),
  expiresAt,
});

export const keyOutput = z.object({
  keyId: z.string(),
  name: z.string(),
  prefix: z.string().describe('The beginning of the key, to recognize it.'),
  scopes: z.array(z.string()),
  createdBy: z.string().nullable().describe('Who created it; null for older keys.'),
  personaIds: z.array(z.string()).describe('The personas that it is limited to; empty for all.'),
  sources: z.array(z.string()).describe('The sources that it is limited to; empty for all.'),
  state: z.enum(['in_force', 'expired', 'revoked']),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  lastUsedAt: z.string().nullable().describe('To the minute.'),
  revokedAt: z.string().nullable(),
  replacedBy: z
    .string()
    .nullable()
    .describe('The key that replaced it in `keys.rotate`; this one works until `expiresAt`.'),
});

export const keysOutput = z.object({ items: z.array(keyOutput) });

export const newKeyOutput = keyOutput.extend({
  key: z.string().describe('Shown once: Cull only keeps its hash.'),
});
