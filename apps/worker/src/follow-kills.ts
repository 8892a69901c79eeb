import {
  type FollowPace,
  judgeKills,
  judgeSparedVerdicts,
  type LaterSample,
  readKilledToFollow,
  recordLaterSamples,
} from '@cull/db';
import type { WorkerContext } from './context';

/** A killed variant is looked at seldom, and again at the end of its window: there the kill is judged. */
const PACE: FollowPace = { everyMs: 30_000, lastMs: 10_000 };

/**
 * Reads killed variants until their window is over, and then judges the kills: those whose variant recovered were false.
 * Kill verdicts that were spared are judged in the same way.
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
  await recordLaterSamples(db.pool, null, samples);
  const { judged, regretted } = await judgeKills(db.pool, now());
  metrics.judgedKills.inc({ verdict: 'regretted' }, regretted);
  metrics.judgedKills.inc({ verdict: 'right' }, judged - regretted);
  const spared = await judgeSparedVerdicts(db.pool, now());
  metrics.judgedSpared.inc({ verdict: 'false' }, spared.wereFalse);
  metrics.judgedSpared.inc({ verdict: 'right' }, spared.wereRight);
  metrics.judgedSpared.inc({ verdict: 'unknown' }, spared.unknown);
  if (regretted > 0)
    log.warn({ judged, regretted }, 'some kills were false: the variants have recovered since');
  const ended = spared.wereFalse + spared.wereRight + spared.unknown;
  if (regretted + ended > 0) notifier.publish({ kind: 'events' });
}
