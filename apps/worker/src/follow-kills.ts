import {
  type FollowPace,
  judgeKills,
  judgeSparedVerdicts,
  type KilledSession,
  type LaterSample,
  readKilledToFollow,
  recordLaterSamples,
} from '@cull/db';
import type { WorkerContext } from './context';

/** A killed variant is read seldom, and again at the end of its window: there the kill is judged. */
const PACE: FollowPace = { everyMs: 30_000, lastMs: 10_000 };
/** Live variants come first: what isn't read by then waits for the next pass. */
const READ_WITHIN_MS = 4_000;

/**
 * Reads killed variants until their window is over, and then judges the kills: those whose variant recovered were false.
 * Kill verdicts that were spared are judged in the same way.
 */
export async function followKills(context: WorkerContext): Promise<void> {
  const { db, notifier, metrics, log, now } = context;
  const killed = await readKilledToFollow(db.pool, now(), PACE);
  const readings = await Promise.all(killed.map((session) => postKillReading(session, context)));
  await recordLaterSamples(
    db.pool,
    null,
    readings.flatMap((reading) => reading ?? []),
  );
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

async function postKillReading(
  { monitoringId, accountId, postId }: KilledSession,
  { checks, now }: Pick<WorkerContext, 'checks' | 'now'>,
): Promise<LaterSample | null> {
  const reading = await checks.readOnce(accountId, postId, READ_WITHIN_MS, now());
  if (!reading?.ok) return null;
  const { views, interactions, observedAt } = reading;
  return { monitoringId, views, interactions, observedAt };
}
