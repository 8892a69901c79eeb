import { MODES } from '@cull/core';
import { z } from 'zod';
import { personaIdSchema } from './common';
import { estimateOutput } from './insights';
import { ruleReason } from './spared';

export const costsInput = z
  .strictObject({ personaId: personaIdSchema.optional().describe('One persona; all of them by default.') })
  .default({});

const ruleCost = z.object({
  rule: z
    .enum(['literal', 'evidence'])
    .describe('`literal`: the rule `below_threshold`; `evidence`: with drops, which share its alpha.'),
  reasons: z.array(ruleReason).describe('The kill reasons that it stands for.'),
  falseKillsPerDay: estimateOutput
    .nullable()
    .describe('Expected false kills a day; null where it is not known yet.'),
  basis: z
    .enum(['bound', 'measured', 'not_known_yet'])
    .describe(
      '`bound`: at most `high`, by the guarantee of the test; `measured`: on this persona’s judged kills.',
    ),
  text: z.string().describe('The same in a sentence.'),
});

const costFigures = z.object({
  postingsPerDay: z.number(),
  rules: z.array(ruleCost).describe('The rules that kill: none in the modes `off` and `shadow`.'),
});

export const costsOutput = z.object({
  days: z
    .number()
    .describe('The days that the figures are of: the last 7, or fewer where Cull has watched for less.'),
  total: costFigures,
  personas: z
    .array(costFigures.extend({ personaId: z.string(), mode: z.enum(MODES) }))
    .describe('Personas that posted in this time, under the policy of the persona.'),
});
