import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '@cull/db';
import { postOne } from './postings';
import type { Source } from './source';

const WINDOW_MS = 600_000;
/** Healthy at 6% … */
const GOOD = [1_000, 60] as const;
/** … and killed by `below_threshold`. */
const BAD = [3_000, 61] as const;

/** Variants of which half are to be killed and half to time out, while something goes wrong. */
export interface Campaign {
  /** When the last of them should have ended, epoch milliseconds. */
  readonly overAt: number;
  /** Resolves when every doomed variant has gone bad at the source. */
  readonly played: Promise<unknown>;
  /** Monitoring ids of the doomed ones: when each went bad at the source, epoch milliseconds. */
  readonly wentBadAt: ReadonlyMap<string, number>;
  readonly healthy: readonly string[];
}

/**
 * Posts `pairs` doomed and as many healthy variants. Doomed ones go bad one after another, healthy ones reach their
 * deadlines one after another, over `seconds`.
 */
export async function startCampaign(
  db: Database,
  source: Source,
  { pairs, seconds }: { readonly pairs: number; readonly seconds: number },
): Promise<Campaign> {
  const begin = Date.now();
  const at = (index: number) => begin + 2_000 + (index * seconds * 1_000) / pairs;
  const doomed: { postId: string; monitoringId: string }[] = [];
  const healthy: string[] = [];
  for (let index = 0; index < pairs; index += 1) {
    const postId = await source.publish(...GOOD);
    const { monitoringId } = await postOne(db, { postId });
    doomed.push({ postId, monitoringId });
    const deadlineAt = at(index);
    const spared = await postOne(db, {
      postId: await source.publish(...GOOD),
      startedAt: deadlineAt - WINDOW_MS,
      deadlineAt,
    });
    healthy.push(spared.monitoringId);
  }
  const wentBadAt = new Map<string, number>();
  const played = Promise.all(
    doomed.map(async ({ postId, monitoringId }, index) => {
      await pause(Math.max(0, at(index) - Date.now()));
      await source.setCounters(postId, ...BAD);
      wentBadAt.set(monitoringId, Date.now());
    }),
  );
  return { overAt: at(pairs), played, wentBadAt, healthy };
}

/** What the database says of a campaign that is over. */
export interface Verdict {
  readonly sessions: number;
  /** Sessions that have not ended as they should have, exactly once and completely: empty when all is well. */
  readonly wrong: readonly unknown[];
  /** Most milliseconds from a deadline to its time-out, and from going bad to the kill. */
  readonly latestTimeOutMs: number;
  readonly latestKillMs: number;
  /** How long after a fault the last of those had ended completely whose time had come before the fault was over. */
  readonly recoveredMs: number;
}

interface SessionRow {
  readonly id: string;
  readonly status: string;
  readonly decisions: number;
  readonly endingEvents: number;
  readonly completedEvents: number;
  readonly steps: number;
  readonly stepsDone: number;
  readonly completedAt: number | null;
  readonly inPool: boolean;
  readonly postsCancelled: boolean;
  readonly decidedAt: number;
  readonly deadlineAt: number;
}

/**
 * Holds every session of the campaign against what has to be true of it.
 * @param faultEndedAt Epoch milliseconds.
 */
export async function judge(
  db: Database,
  { wentBadAt, healthy }: Campaign,
  faultEndedAt = Number.NEGATIVE_INFINITY,
): Promise<Verdict> {
  const { rows } = await db.pool.query<SessionRow>(
    `SELECT m.id, m.status, m.completed_at AS "completedAt", p.left_at IS NULL AS "inPool",
            m.decided_at AS "decidedAt", m.deadline_at AS "deadlineAt",
            (SELECT bool_and(cancelled_at IS NOT NULL) FROM scheduled_posts s WHERE s.variant_id = m.variant_id)
              AS "postsCancelled",
            (SELECT count(*) FROM decisions d WHERE d.monitoring_id = m.id) AS decisions,
            (SELECT count(*) FROM events e WHERE e.monitoring_id = m.id
               AND e.type IN ('variant.killed', 'variant.timed_out', 'variant.stopped')) AS "endingEvents",
            (SELECT count(*) FROM events e WHERE e.monitoring_id = m.id AND e.type = 'variant.kill_completed')
              AS "completedEvents",
            (SELECT count(*) FROM kill_steps k WHERE k.monitoring_id = m.id) AS steps,
            (SELECT count(*) FROM kill_steps k WHERE k.monitoring_id = m.id AND k.state = 'done') AS "stepsDone"
     FROM variant_monitoring m JOIN pool_memberships p USING (variant_id)
     WHERE m.id = ANY($1)`,
    [[...wentBadAt.keys(), ...healthy]],
  );
  const dueAt = (row: SessionRow) => wentBadAt.get(row.id) ?? row.deadlineAt;
  const isRight = (row: SessionRow) =>
    row.decisions === 1 &&
    row.endingEvents === 1 &&
    row.completedAt !== null &&
    (wentBadAt.has(row.id)
      ? row.status === 'killed' &&
        row.completedEvents === 1 &&
        row.steps === 2 &&
        row.stepsDone === 2 &&
        row.postsCancelled &&
        !row.inPool
      : row.status === 'timed_out' && row.steps === 0 && !row.postsCancelled && row.inPool);
  const latest = (late: readonly number[]) => Math.max(0, ...late);
  return {
    sessions: rows.length,
    wrong: rows.filter((row) => !isRight(row)),
    latestTimeOutMs: latest(
      rows.filter(({ id }) => healthy.includes(id)).map((row) => row.decidedAt - row.deadlineAt),
    ),
    latestKillMs: latest(rows.filter(({ id }) => wentBadAt.has(id)).map((row) => row.decidedAt - dueAt(row))),
    recoveredMs: latest(
      rows
        .filter((row) => dueAt(row) <= faultEndedAt)
        .map(({ completedAt }) => (completedAt ?? Number.NaN) - faultEndedAt),
    ),
  };
}
