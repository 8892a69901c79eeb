import { z } from 'zod';
import { type QueueName, SHARD_COUNT } from './names';

const shard = z
  .number()
  .int()
  .min(0)
  .max(SHARD_COUNT - 1);
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const instant = z.number().int();

const sampleSchema = z.object({
  monitoringId: z.uuid(),
  views: count,
  interactions: count,
  /** When the counters were read, epoch milliseconds. */
  observedAt: instant,
});

/**
 * `retention` creates partitions and drops old ones; `clean_up` deletes old sessions and thins readings; `follow_kills`
 * looks at killed variants and judges the kills; `learn` reads what was recorded of each persona; `accounts` keeps
 * tokens alive.
 */
export const MAINTENANCE_TASKS = ['retention', 'clean_up', 'follow_kills', 'learn', 'accounts'] as const;
export type MaintenanceTask = (typeof MAINTENANCE_TASKS)[number];

/**
 * What each queue carries: parsed when a job is added, and again when it is read. Fields that are not known are
 * dropped and not refused, so that an older worker still takes the samples of a newer producer.
 */
export const PAYLOADS = {
  /** Without samples: look again at what is known, for the reason that is given. */
  samples: z.object({ shard, samples: z.array(sampleSchema), reason: z.string().optional() }),
  'kill-steps': z.object({ monitoringId: z.uuid(), stepId: z.uuid() }),
  /** Something is due for the channel; what it is stands in the database. */
  notifications: z.object({ channelId: z.uuid() }),
  maintenance: z.object({ task: z.enum(MAINTENANCE_TASKS) }),
} as const satisfies Record<QueueName, z.ZodType>;

/** A kill step as it is put on the queue: `delayMs` is how long to wait before it is tried first. */
export const killStepToAdd = PAYLOADS['kill-steps'].extend({ delayMs: count.optional() });
export type KillStepToAdd = z.output<typeof killStepToAdd>;

export type Payload<Name extends QueueName> = z.output<(typeof PAYLOADS)[Name]>;

export const wakeupSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shard_recorded') }),
  z.object({ kind: z.literal('events') }),
  z.object({ kind: z.literal('policies') }),
  /** A worker handed shards back. */
  z.object({ kind: z.literal('shards') }),
  /** Somebody's access ended. */
  z.object({ kind: z.literal('access') }),
]);

/** Tells readers that there is something new to read, never what. */
export type Wakeup = z.output<typeof wakeupSchema>;
