import { runJob } from './parts';
import type { Order, Reply } from './pool';

/** One process of the pool: it simulates what it is asked, and ends with its parent. */
process.on('message', ({ job, plan }: Order) => process.send?.(replyTo({ job, plan })));
process.on('disconnect', () => process.exit());

function replyTo({ job, plan }: Order): Reply {
  try {
    return { answer: runJob(job, plan) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
