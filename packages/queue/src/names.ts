/** Sessions are spread over this many shards; each has one worker that holds it. */
export const SHARD_COUNT = 16;

/** Work of different urgency waits in different queues, so that none of it waits for the other. */
export const QUEUE_NAMES = ['samples', 'kill-steps', 'notifications', 'maintenance'] as const;
export type QueueName = (typeof QUEUE_NAMES)[number];

/** Each queue carries one kind of job; a job of another name comes from a newer producer. */
export const JOB_NAMES = {
  samples: 'samples',
  'kill-steps': 'kill-step',
  notifications: 'notification',
  maintenance: 'retention',
} as const satisfies Record<QueueName, string>;

/** Pushed samples wait in a queue for each shard, so that they reach the worker that holds it. */
export function samplesQueueOf(shard: number): string {
  return `samples-${shard}`;
}

/**
 * The shard that watches a variant: the FNV-1a hash of its id, so that every process agrees.
 * @returns 0 to SHARD_COUNT − 1.
 */
export function shardOf(variantId: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(variantId)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0) % SHARD_COUNT;
}
