import { z } from 'zod';
import { instantSchema, limitSchema, textSchema } from './common';

const wordSchema = textSchema(500).min(1);

/** Which entries of the audit trail; as the page, the export and REST ask for them. */
export const auditFilter = z.strictObject({
  actor: wordSchema
    .optional()
    .describe('Who did it, with or without the kind before the colon.')
    .meta({ examples: ['user:ann@example.org', 'key:orchestrator'] }),
  action: wordSchema
    .optional()
    .describe('What was done.')
    .meta({ examples: ['monitoring.kill', 'sign_in'] }),
  target: wordSchema
    .optional()
    .describe('The target, with or without its kind before the colon.')
    .meta({ examples: ['variant:hello-1', 'persona:ada', 'global'] }),
  since: instantSchema.optional().describe('Only entries from then on.'),
  until: instantSchema.optional().describe('Only earlier entries.'),
});

export const auditInput = auditFilter
  .extend({
    cursor: z
      .string()
      .regex(/^\d{1,18}$/, 'was not given by this list')
      .optional()
      .describe('`nextCursor` of the page before.'),
    limit: limitSchema,
  })
  .prefault({});

export const auditEntryOutput = z.object({
  entryId: z.string(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  target: z.string().nullable(),
  reason: z.string().nullable(),
  input: z.record(z.string(), z.unknown()).describe('The input, without secrets.'),
  address: z.string().nullable().describe('The caller’s network address.'),
  userAgent: z.string().nullable(),
  result: z.string().nullable().describe('`ok`, or the code of the error; null if Cull died before it knew.'),
  message: z.string().nullable().describe('The error message that the caller received.'),
});

export const auditOutput = z.object({
  items: z.array(auditEntryOutput),
  nextCursor: z.string().nullable(),
});
