import type { Services } from '../context';
import { TryAgainLater } from '../http/try-again-later';

/** Counters that wait longer than this would be judged as if they were new. */
const MAX_BEHIND_MS = 5_000;
const MAX_WAIT_SECONDS = 30;

/**
 * Refuses pushed samples while workers are behind with earlier ones: stale counters must not pass for current ones.
 * @param shards That the samples are for.
 * @throws TryAgainLater
 */
export async function assertKeptUp(
  { sampleBacklog, metrics, now }: Pick<Services, 'sampleBacklog' | 'metrics' | 'now'>,
  shards: readonly number[],
): Promise<void> {
  const waitingSince = await sampleBacklog.read();
  const oldest = Math.min(...shards.map((shard) => waitingSince[shard] ?? Number.POSITIVE_INFINITY));
  const behindMs = now() - oldest;
  if (behindMs <= MAX_BEHIND_MS) return;
  metrics.refusedCalls.inc({ limit: 'pushed samples' });
  const seconds = Math.min(MAX_WAIT_SECONDS, Math.ceil(behindMs / 2_000));
  const message = `samples: those that came before have waited for ${Math.round(behindMs / 1_000)} s; none of these was taken, send newer counters in ${seconds} s`;
  throw new TryAgainLater(message, seconds);
}
