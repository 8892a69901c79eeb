import { explain, NO_CONTEXT, type Session } from '@cull/core';
import {
  appendEvents,
  type DecidedEnding,
  endSessions,
  finishStep,
  insertSnapshots,
  judgeKills,
  judgeSparedVerdicts,
  postVariants,
  readUnfinishedStep,
  recordHolds,
  recordLaterSamples,
  revive,
} from '@cull/db';
import { shardOf } from '@cull/queue';
import type pg from 'pg';
import { seedMinutes } from './minutes';
import { type Played, play, type Rules } from './play';
import { type Act, BEN, teamOf } from './team';
import { HOUR_MS, type Post, planWeek } from './week';

const STEP_TOOK_MS = 350;
const RESTORED_AFTER_MS = 4 * 60_000;
/** One kill of so many is restored. */
const RESTORED_EACH = 23;

/** What was written. */
export interface Seeded {
  readonly variants: number;
  readonly killed: number;
}

/**
 * Fills an empty database with a plausible week: campaigns of four personas, played through the live engine, and a team that tunes
 * thresholds, pauses and restores. Everything is written as it would have been, in the order of time.
 * @param now Epoch milliseconds at the end of the week.
 * @param seed Another one is another week.
 * @returns Null where the database has variants: it was left alone.
 */
export async function seedWeek(pool: pg.Pool, now: number, seed = 1): Promise<Seeded | null> {
  const { rows } = await pool.query('SELECT 1 FROM variants LIMIT 1');
  if (rows.length > 0) return null;
  await seedMinutes(pool, now, seed);
  const { acts, rules } = teamOf(now);
  const posts = planWeek(now, seed);
  const due: Act[] = [...acts];
  let killed = 0;
  for (const post of posts) {
    due.push({
      at: post.startedAt,
      run: async (_, later) => {
        const ending = await watch(pool, post, rules, seed, later);
        if (ending.ending.outcome !== 'killed') return;
        killed += 1;
        if (killed % RESTORED_EACH === 0)
          later({ at: ending.decidedAt + RESTORED_AFTER_MS, run: () => restore(pool, ending) });
      },
    });
  }
  // What is done may bring what comes later, so the earliest is looked for each time.
  while (due.length > 0) {
    due.sort((one, other) => other.at - one.at);
    await due.pop()?.run(pool, (act) => due.push(act));
  }
  return { variants: posts.length, killed };
}

/** Posts a variant, and has what monitoring finds written down at its time. @returns How it ends. */
async function watch(
  pool: pg.Pool,
  post: Post,
  rules: Rules,
  seed: number,
  later: (act: Act) => void,
): Promise<DecidedEnding> {
  const session = await start(pool, post, rules);
  const played = play(post, session, rules, seed);
  const { snapshots, events, holds, ending } = played;
  for (const event of events) later({ at: event.at, run: () => appendEvents(pool, [event]) });
  for (const hold of holds) later({ at: hold.at, run: () => recordHolds(pool, [hold]) });
  later({
    at: ending.decidedAt,
    run: async () => {
      const ended = await endSessions(pool, [ending]);
      await insertSnapshots(pool, snapshots);
      const stepIds = ended.flatMap((one) => one.stepIds);
      later({ at: ending.decidedAt + STEP_TOOK_MS, run: () => finishSteps(pool, stepIds, ending) });
    },
  });
  later({ at: played.deadlineAt, run: () => judge(pool, played) });
  return ending;
}

/** What came after a kill, or after one that was spared, says whether it was right. */
async function judge(pool: pg.Pool, { later, deadlineAt }: Played): Promise<void> {
  await insertSnapshots(pool, later);
  await recordLaterSamples(pool, null, later.slice(-1));
  await judgeKills(pool, deadlineAt);
  await judgeSparedVerdicts(pool, deadlineAt);
}

async function finishSteps(
  pool: pg.Pool,
  stepIds: readonly string[],
  { decidedAt }: DecidedEnding,
): Promise<void> {
  for (const stepId of stepIds) {
    const step = await readUnfinishedStep(pool, stepId);
    if (step !== null) await finishStep(pool, step, decidedAt + STEP_TOOK_MS);
  }
}

async function start(pool: pg.Pool, post: Post, { policyAt }: Rules): Promise<Session> {
  const { number, personaId, campaignId, startedAt, expectedEngagementRate } = post;
  const variantId = `${personaId}-${String(number + 1).padStart(3, '0')}`;
  const terms = {
    variantId,
    personaId,
    campaignId,
    postId: `seed-${number + 1}`,
    expectedEngagementRate,
    startedAt,
  };
  const unborn: Session = {
    ...terms,
    monitoringId: variantId,
    source: 'threads',
    accountId: null,
    expectedLow: null,
    extendedSeconds: 0,
    isProtected: false,
    holdoutDraw: 1,
  };
  const { windowSeconds } = policyAt(unborn, startedAt).values;
  const reposts = [1, 2].map((one) => ({ id: `repost-${one}`, publishAt: startedAt + one * 6 * HOUR_MS }));
  const [posted] = await postVariants(
    pool,
    [
      {
        ...terms,
        source: 'threads',
        expectedLow: null,
        content: post.content,
        costPerView: post.costPerView,
        scheduledPosts: number % 3 === 0 ? [] : reposts,
        deadlineAt: startedAt + windowSeconds * 1_000,
        shard: shardOf(variantId),
        actor: 'key:orchestrator',
      },
    ],
    startedAt,
  );
  if (posted === undefined) throw new Error(`${variantId} got no session`);
  const { monitoringId } = posted;
  const { rows } = await pool.query<{ draw: number }>(
    'SELECT holdout_draw AS draw FROM variant_monitoring WHERE id = $1',
    [monitoringId],
  );
  return { ...unborn, monitoringId, holdoutDraw: rows[0]?.draw ?? 1 };
}

async function restore(
  pool: pg.Pool,
  { session, progress, policy, ending, decidedAt }: DecidedEnding,
): Promise<void> {
  const note = 'The first viewers were bots';
  const at = decidedAt + RESTORED_AFTER_MS;
  const standing = { status: 'revived', actor: BEN, note, context: NO_CONTEXT } as const;
  await revive(pool, {
    session,
    progress,
    policy,
    outcome: 'revived',
    reason: ending.reason,
    holdCause: null,
    explanation: explain(session, progress, policy.values, standing, at),
    actor: BEN,
    note,
    decidedAt: at,
  });
}
