import { SHARD_COUNT } from './names';
import { PAYLOADS } from './payloads';
import type { Producer } from './producer';

const HOUR_MS = 3_600_000;

/**
 * Makes sure that every shard is ticked and that the retention runs, and removes schedules that nobody has asked for
 * (of an earlier number of shards). Doing it again changes nothing.
 * @param pollIntervalMs From tick to tick of a shard.
 */
export async function ensureSchedules({ queues }: Producer, pollIntervalMs: number): Promise<void> {
  const existing = new Map(
    (await queues.ticks.getJobSchedulers()).map(({ key, every }) => [key, Number(every)]),
  );
  for (let shard = 0; shard < SHARD_COUNT; shard += 1) {
    const key = `shard-${shard}`;
    // An unchanged schedule is left alone: touching it would move its next tick.
    if (existing.get(key) !== pollIntervalMs) {
      const data = PAYLOADS.ticks.parse({ shard });
      await queues.ticks.upsertJobScheduler(key, { every: pollIntervalMs }, { name: 'tick', data });
    }
    existing.delete(key);
  }
  for (const key of existing.keys()) await queues.ticks.removeJobScheduler(key);
  const data = PAYLOADS.maintenance.parse({ task: 'retention' });
  await queues.maintenance.upsertJobScheduler('retention', { every: HOUR_MS }, { name: 'retention', data });
}
