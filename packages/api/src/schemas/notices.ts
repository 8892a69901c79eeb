import { policyValuesSchema } from '@cull/db';
import { z } from 'zod';

export const NOTICE_KINDS = [
  'literal_false_kills',
  'delay_refuted',
  'expectation_suspect',
  'interactions_step',
] as const;

export const noticesOutput = z.object({
  at: z.string().describe('When they were worked out, up to 10 seconds ago.'),
  items: z.array(
    z.object({
      kind: z.enum(NOTICE_KINDS),
      personaId: z.string().nullable().describe('Null: everything that is read from one account.'),
      text: z.string(),
      preset: z
        .enum(['careful'])
        .nullable()
        .describe('The preset that ends it, to be set for the persona; null where none does.'),
      values: policyValuesSchema
        .nullable()
        .describe('The values that end it, to be set for the persona; null where none do.'),
    }),
  ),
});
