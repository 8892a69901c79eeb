import { z } from 'zod';
import { type QueueName, SHARD_COUNT } from './names';

const shard = z
  .number()
  .int()
  .min(0)
  .max(SHARD_COUNT - 1);
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const instant = z.number().int();

const sampleSchema = z.strictObject({
  monitoringId: z.uuid(),
  views: count,
  interactions: count,
  /** When the counters were read, epoch milliseconds. */
  observedAt: instant,
  breakdown: z.record(z.string(), count).optional(),
});

/** What each queue carries: parsed when it is put in, and again when it is taken out. */
export const PAYLOADS = {
  ticks: z.strictObject({ shard }),
  /** Without samples: look again at what is known, since the policies have changed. */
  samples: z.strictObject({ shard, samples: z.array(sampleSchema) }),
  'kill-steps': z.strictObject({ monitoringId: z.uuid(), stepId: z.uuid() }),
  maintenance: z.strictObject({ task: z.literal('retention') }),
} as const satisfies Record<QueueName, z.ZodType>;

export type Payload<Name extends QueueName> = z.output<(typeof PAYLOADS)[Name]>;

export const wakeupSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shard_recorded'), shard }),
  z.object({ kind: z.literal('events') }),
  z.object({ kind: z.literal('policies') }),
]);

/** Tells readers that there is something new to read, never what. */
export type Wakeup = z.output<typeof wakeupSchema>;
