import { SCOPE_TYPES } from '@cull/core';
import { z } from 'zod';
import { idSchema, instantSchema, reasonSchema } from './common';

/** What a pause covers. */
const haltScope = z
  .strictObject({
    type: z.enum(['global', 'persona']).describe('Everything, or one persona.'),
    id: idSchema.optional().describe('Of the persona; absent for `global`.'),
  })
  .refine(({ type, id }) => (type === 'persona') === (id !== undefined), {
    path: ['id'],
    message: 'is needed for the scope persona, and must be absent for the global scope',
  })
  .describe('Whose kills.');

export const haltInput = z.strictObject({
  scope: haltScope,
  reason: reasonSchema,
  until: instantSchema
    .optional()
    .describe(
      'When kills resume automatically, at most 30 days ahead; absent until somebody resumes them. A newer pause replaces it.',
    ),
});

/** What may be resumed: what can be paused, and what the circuit breaker of a source holds back. */
export const resumeInput = z.strictObject({
  scope: z
    .union([
      haltScope,
      z.strictObject({
        type: z.literal('source').describe('The circuit breaker of one source.'),
        id: z.union([z.enum(['push', 'default']), z.uuid()]).describe('An account, or `push`.'),
      }),
    ])
    .describe('Whose kills.'),
  reason: reasonSchema,
});

export const haltOutput = z.object({
  kind: z.enum(['paused', 'breaker']).describe('`paused` by a person, `breaker` by Cull itself.'),
  scope: z
    .object({ type: z.enum(['global', 'persona', 'source']), id: z.string().nullable() })
    .describe(
      'A `source` is an account, `default`, or `push` for pushed samples; only the circuit breaker has one.',
    ),
  reason: z.string(),
  actor: z.string(),
  since: z.string(),
  until: z.string().nullable().describe('When it ends by itself; null for never.'),
});
export type HaltOutput = z.output<typeof haltOutput>;

export const haltsOutput = z.object({ halts: z.array(haltOutput) });

/** In milliseconds; null where there were no ticks. */
const percentilesOutput = z.object({ p50: z.number(), p95: z.number(), max: z.number() }).nullable();

export const systemStatusOutput = z.object({
  at: z.string(),
  halts: z.array(haltOutput).describe('What stops automatic kills now.'),
  unreadablePolicies: z
    .array(
      z.object({
        scope: z.object({ type: z.enum(SCOPE_TYPES), id: z.string() }),
        version: z.number(),
        fields: z.array(z.string()).describe('What of it can’t be read; `values` for all of it.'),
        since: z.string(),
        text: z.string(),
      }),
    )
    .describe('Overrides that a worker can’t read: it blocks the kills of their scopes.'),
  waitingForApproval: z.number().describe('Live variants whose kill waits for a person.'),
  failedKillSteps: z.number().describe('Kill steps of the last 24 hours that failed after all attempts.'),
  failedKillVariants: z
    .array(z.string())
    .describe('The variants of those kills, the latest first, up to 10.'),
  shards: z.array(z.object({ shard: z.number(), workerId: z.string(), tickedAt: z.string() })),
  workers: z
    .array(
      z.object({
        workerId: z.string(),
        startedAt: z.string(),
        seenAt: z.string().describe('Its last report; it sends one every few seconds.'),
        ticks: z.number().describe('Ticks of the last minute.'),
        lag: percentilesOutput.describe('How late they started.'),
        took: percentilesOutput.describe('How long they took.'),
      }),
    )
    .describe('Workers that reported within the last hour and did not shut down properly since.'),
  sources: z.array(
    z.object({
      source: z.string(),
      state: z.string(),
      detail: z.string().nullable(),
      since: z.string().describe('Since when it has been in this state.'),
      updatedAt: z.string(),
      retryAt: z.string().nullable().describe('When it is called again; null if calls are not delayed.'),
      usedPercent: z
        .number()
        .nullable()
        .describe('Used share of its rate limit, in percent; null if not reported.'),
    }),
  ),
  queues: z
    .record(
      z.string(),
      z.object({
        waiting: z.number(),
        active: z.number(),
        delayed: z.number(),
        failed: z.number(),
        oldestAt: z
          .string()
          .nullable()
          .describe('When the oldest waiting job was added; null if none waits.'),
      }),
    )
    .nullable()
    .describe('Jobs by queue; null while the queue does not answer.'),
  queueProblem: z
    .string()
    .nullable()
    .describe('What is wrong with the queue’s server though it answers; null where nothing is.'),
});

export const systemHistoryInput = z
  .strictObject({
    hours: z
      .number()
      .int()
      .min(1)
      .max(24)
      .default(6)
      .describe('How far back, in hours; 6 where nothing is said.'),
  })
  .default({ hours: 6 });

const milliseconds = z.number().nullable();

export const systemHistoryOutput = z.object({
  stepSeconds: z.number().describe('How long each stretch of `points` is.'),
  points: z
    .array(
      z.object({
        at: z.string().describe('When the stretch begins.'),
        workers: z.number(),
        lagP95: milliseconds.describe(
          'How late ticks began: p95 of the worst minute of the worst worker, ms.',
        ),
        tookP95: milliseconds.describe('How long ticks took, the same way.'),
        sourceCalls: z.number(),
        sourceP95: milliseconds.describe('How long the sources took to answer, the same way.'),
        kills: z.number().describe('Automatic kills whose last step is done.'),
        killP95: milliseconds.describe('From the sample that decided a kill to its last step.'),
      }),
    )
    .describe('60 stretches, the oldest first; null where nothing was measured.'),
});
