import { KILL_REASONS, type RuleReason } from '@cull/core';
import { z } from 'zod';
import { estimateOutput, shareOutput } from './insights';

/** The rules that kill, by the reason they give. */
export const ruleReason = z.enum(KILL_REASONS).exclude(['manual']) satisfies z.ZodType<RuleReason>;

const avoided = z
  .discriminatedUnion('known', [
    z.object({
      known: z.literal(false),
      spared: z.number().describe('Spared verdicts that were watched to the end of the window.'),
      needed: z.number().describe('How many are needed.'),
    }),
    z.object({
      known: z.literal(true),
      spared: z.number(),
      viewsPerKill: estimateOutput.describe('Views from the verdict to the end of the window, on average.'),
      views: estimateOutput.describe('Views that all of `kills` avoided together.'),
      spend: estimateOutput
        .nullable()
        .describe('What those views would have cost; null where no spared variant names a cost.'),
    }),
  ])
  .describe('Views and spend that the kills avoided, measured on the spared.');

const sparedFigures = z.object({
  spared: z.number().describe('Kill verdicts that were spared at random.'),
  judged: z.number().describe('Of those, the ones of which it is known whether the variant recovered.'),
  falseVerdicts: z
    .number()
    .describe('Of those, the variants that recovered: the kill would have been false.'),
  falseShare: shareOutput.nullable().describe('False verdicts of those judged; null while none is judged.'),
  kills: z
    .number()
    .describe(
      'Kills that the spare group stands for: automatic ones, decided while `holdoutRate` was above 0.',
    ),
  avoided,
});

export const sparedOutput = z.object({
  since: z.string(),
  total: sparedFigures,
  rules: z.array(sparedFigures.extend({ reason: ruleReason })),
  personas: z.array(sparedFigures.extend({ personaId: z.string() })),
});
