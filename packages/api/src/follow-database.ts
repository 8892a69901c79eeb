import { type Database, DatabaseClock } from '@cull/db';
import type { Logger } from 'pino';

const EVERY_MS = 3_000;

/**
 * Starts a clock that follows the database's, which workers go by as well: a web process whose machine is minutes off posts no variant
 * that has ended already.
 * @throws When the database can't be asked at first; later it resumes until the database answers again.
 */
export async function followDatabase(
  { pool }: Database,
  log: Logger,
): Promise<{ readonly now: () => number; readonly stop: () => void }> {
  const clock = new DatabaseClock();
  await clock.set(pool);
  let isAsking = false;
  const timer = setInterval(async () => {
    if (isAsking) return;
    isAsking = true;
    await clock
      .set(pool)
      .catch(({ message }: Error) => log.debug({ reason: message }, 'the clock continues on its own'));
    isAsking = false;
  }, EVERY_MS);
  timer.unref();
  return { now: clock.now, stop: () => clearInterval(timer) };
}
