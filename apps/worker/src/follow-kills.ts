import {
  type FollowPace,
  judgeKills,
  type LaterSample,
  readKilledToFollow,
  recordLaterSamples,
} from '@cull/db';
import type { WorkerContext } from './context';

/** A killed variant is looked at seldom, and again at the end of its window: there the kill is judged. */
const PACE: FollowPace = { everyMs: 30_000, lastMs: 10_000 };

/**
 * Looks at killed variants until their window is over, and then judges the kills: those whose variant came back are
 * marked as regretted.
 */
export async function followKills({
  db,
  threads,
  notifier,
  metrics,
  log,
  now,
}: WorkerContext): Promise<void> {
  const killed = await readKilledToFollow(db.pool, now(), PACE);
  const results = killed.length > 0 ? await threads.readInsights(killed.map(({ postId }) => postId)) : [];
  const samples = killed.flatMap(({ monitoringId }, index): LaterSample[] => {
    const result = results[index];
    if (!result?.ok) return [];
    const { views, interactions, observedAt } = result;
    return [{ monitoringId, views, interactions, observedAt }];
  });
  await recordLaterSamples(db.pool, samples);
  const { judged, regretted } = await judgeKills(db.pool, now());
  metrics.judgedKills.inc({ verdict: 'regretted' }, regretted);
  metrics.judgedKills.inc({ verdict: 'right' }, judged - regretted);
  if (regretted === 0) return;
  log.warn({ judged, regretted }, 'killed variants have come back since');
  notifier.publish({ kind: 'events' });
}
