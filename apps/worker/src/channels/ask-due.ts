import { readDueChannels } from '@cull/db';
import type { WorkerContext } from '../context';

/**
 * Puts the channels that have something to send on the queue; those that wait there already are left alone.
 * @returns Does so once at a time: anyone who asks while it is under way is served by one more round after it.
 */
export function createDueAsker({ db, producer, now }: WorkerContext): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const ask = async () => {
    const due = await readDueChannels(db.pool, now());
    await producer.addNotifications(due.map((channelId) => ({ channelId })));
  };
  const run = () => {
    running = ask().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (running === undefined) return run();
    next ??= running
      .catch(() => {})
      .then(() => {
        next = undefined;
        return run();
      });
    return next;
  };
}
