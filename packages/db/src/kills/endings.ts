import { randomUUID } from 'node:crypto';
import type { Ending, EventType, Explanation, Progress, ResolvedPolicy, Session } from '@cull/core';
import type pg from 'pg';
import { appendEvents } from '../events/events';
import type { VariantEventData } from '../events/variant-events';
import { inTransaction, type Queryable, toTimestamp } from '../system/database';
import { type DecisionRecord, eventOfDecision, insertDecisions } from './decision-records';

/** An ending that was decided, with everything that its record keeps. */
export interface DecidedEnding {
  readonly session: Session;
  readonly progress: Progress;
  readonly ending: Ending;
  readonly explanation: Explanation;
  readonly policy: ResolvedPolicy;
  /** `engine`, or the person or key that asked for it. */
  readonly actor: string;
  /** The reason given by hand; null for the engine's own decisions. */
  readonly note: string | null;
  readonly decidedAt: number;
}

/** A session that this call ended, and the steps that its kill now has to carry out. */
export interface EndedSession {
  readonly monitoringId: string;
  readonly stepIds: readonly string[];
}

/**
 * Ends sessions, each exactly once: the second caller finds it no longer monitored and does nothing.
 *
 * In the same transaction a killed variant leaves the pool, its scheduled posts are cancelled, and the decision, the
 * kill steps and the event are written: a kill is recorded whole or not at all.
 * @returns Those that this call ended; others had ended before.
 */
export async function endSessions(
  pool: pg.Pool,
  endings: readonly DecidedEnding[],
): Promise<readonly EndedSession[]> {
  if (endings.length === 0) return [];
  return inTransaction(pool, (client) => endSessionsIn(client, endings));
}

/** As `endSessions`, in the caller's transaction. */
export async function endSessionsIn(
  db: Queryable,
  endings: readonly DecidedEnding[],
): Promise<readonly EndedSession[]> {
  if (endings.length === 0) return [];
  const wonIds = await closeSessions(db, endings);
  const won = endings.filter(({ session }) => wonIds.has(session.monitoringId));
  if (won.length === 0) return [];
  const killed = won.filter(({ ending }) => ending.outcome === 'killed');
  await leavePool(db, killed);
  const cancelledPosts = await cancelScheduledPosts(db, killed);
  await insertDecisions(db, won.map(toRecord));
  const steps = await insertKillSteps(db, killed);
  await appendEvents(
    db,
    won.map((decided) => endingEvent(decided, cancelledPosts.get(decided.session.variantId) ?? [])),
  );
  return won.map(({ session: { monitoringId } }) => ({
    monitoringId,
    stepIds: steps.get(monitoringId) ?? [],
  }));
}

/** Takes variants out of the pool; those that are out already keep their first reason. */
export async function removeFromPool(
  db: Queryable,
  variantIds: readonly string[],
  reasons: readonly string[],
  now: number,
): Promise<void> {
  await db.query(
    `UPDATE pool_memberships p SET left_at = $3, left_reason = r.reason
     FROM unnest($1::text[], $2::text[]) AS r(variant_id, reason)
     WHERE p.variant_id = r.variant_id AND p.left_at IS NULL`,
    [variantIds, reasons, toTimestamp(now)],
  );
}

/**
 * Cancels every scheduled post of the variants that is not cancelled yet.
 * @returns The ids of those that this call cancelled, by variant.
 */
export async function cancelPosts(
  db: Queryable,
  variantIds: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await db.query<{ variantId: string; ids: string[] }>(
    `WITH cancelled AS (
       UPDATE scheduled_posts SET cancelled_at = $2 WHERE variant_id = ANY($1) AND cancelled_at IS NULL
       RETURNING variant_id, id)
     SELECT variant_id AS "variantId", array_agg(id ORDER BY id) AS ids FROM cancelled GROUP BY variant_id`,
    [variantIds, toTimestamp(now)],
  );
  return new Map(rows.map(({ variantId, ids }) => [variantId, ids]));
}

/** Anyone who decided on counters of a moment ago, as a person does, leaves newer ones of the worker as they are. */
async function closeSessions(db: Queryable, endings: readonly DecidedEnding[]): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(
    `UPDATE variant_monitoring AS m
     SET status = r.status, ended_at = r.decided_at, kill_reason = r.kill_reason,
         kill_reason_text = CASE WHEN r.status = 'killed' THEN r.text END,
         (views, interactions, last_sample_at, breaches, data_quality, warned, interactions_due, went_bad_at, checks) = (
           SELECT c.views, c.interactions, c.at, c.breaches, c.data_quality, c.warned, c.due, c.went_bad_at, c.checks FROM (VALUES
             (1, r.views, r.interactions, r.observed_at, r.breaches, r.data_quality, r.warned, r.interactions_due, r.went_bad_at, r.checks),
             (2, m.views, m.interactions, m.last_sample_at, m.breaches, m.data_quality, m.warned, m.interactions_due, m.went_bad_at, m.checks)
           ) AS c(place, views, interactions, at, breaches, data_quality, warned, due, went_bad_at, checks)
           ORDER BY c.at DESC NULLS LAST, c.place LIMIT 1),
         observed_at = r.observed_at, decided_at = r.decided_at,
         completed_at = CASE WHEN r.status <> 'killed' THEN r.decided_at END,
         time_out = r.time_out,
         policy = r.policy, policy_version = r.policy_version, changed_xid = (pg_current_xact_id()::text)::bigint
     FROM unnest($1::uuid[], $2::monitoring_status[], $3::kill_reason[], $4::text[], $5::bigint[], $6::bigint[],
                 $7::timestamptz[], $8::int[], $9::text[], $10::bool[], $11::timestamptz[], $12::jsonb[], $13::int[],
                 $14::float8[], $15::timestamptz[], $16::int[], $17::jsonb[])
       AS r(id, status, kill_reason, text, views, interactions, observed_at, breaches, data_quality, warned,
            decided_at, policy, policy_version, interactions_due, went_bad_at, checks, time_out)
     WHERE m.id = r.id AND m.status = 'monitoring'
     RETURNING m.id`,
    [
      endings.map((e) => e.session.monitoringId),
      endings.map((e) => e.ending.outcome),
      endings.map((e) => e.ending.reason),
      endings.map((e) => e.explanation.text),
      endings.map((e) => e.progress.sample?.views ?? null),
      endings.map((e) => e.progress.sample?.interactions ?? null),
      endings.map((e) => toTimestamp(e.progress.sample?.observedAt ?? null)),
      endings.map((e) => e.progress.breaches),
      endings.map((e) => e.progress.quality),
      endings.map((e) => e.progress.warned),
      endings.map((e) => toTimestamp(e.decidedAt)),
      endings.map((e) => JSON.stringify({ values: e.policy.values, origins: e.policy.origins })),
      endings.map((e) => e.policy.version),
      endings.map((e) => e.explanation.interactionsDue),
      endings.map((e) => toTimestamp(e.progress.wentBadAt)),
      endings.map((e) => e.progress.checks),
      endings.map((e) => (e.explanation.timeOut === null ? null : JSON.stringify(e.explanation.timeOut))),
    ],
  );
  return new Set(rows.map((row) => row.id));
}

async function leavePool(db: Queryable, killed: readonly DecidedEnding[]): Promise<void> {
  if (killed.length === 0) return;
  const reasons = killed.map(({ ending }) => `killed: ${ending.reason}`);
  await removeFromPool(
    db,
    killed.map(({ session }) => session.variantId),
    reasons,
    decidedAtOf(killed),
  );
}

async function cancelScheduledPosts(db: Queryable, killed: readonly DecidedEnding[]) {
  if (killed.length === 0) return new Map<string, readonly string[]>();
  return cancelPosts(
    db,
    killed.map(({ session }) => session.variantId),
    decidedAtOf(killed),
  );
}

/**
 * The database's own steps are carried out above; their rows stay pending until a job has read them back.
 * @returns The ids of the steps, by monitoringId.
 */
async function insertKillSteps(
  db: Queryable,
  killed: readonly DecidedEnding[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const steps = killed.flatMap(({ session, policy, decidedAt }) => {
    const kinds = ['remove_from_pool', 'cancel_scheduled_posts'];
    if (policy.values.deletePost && session.source === 'threads') kinds.push('delete_post');
    return kinds.map((kind) => ({
      id: randomUUID(),
      monitoringId: session.monitoringId,
      kind,
      at: toTimestamp(decidedAt),
    }));
  });
  if (steps.length === 0) return new Map();
  await db.query(
    `INSERT INTO kill_steps (id, monitoring_id, kind, created_at, updated_at)
     SELECT s.id, s.monitoring_id, s.kind, s.at, s.at
     FROM unnest($1::uuid[], $2::uuid[], $3::kill_step_kind[], $4::timestamptz[]) AS s(id, monitoring_id, kind, at)`,
    [
      steps.map((s) => s.id),
      steps.map((s) => s.monitoringId),
      steps.map((s) => s.kind),
      steps.map((s) => s.at),
    ],
  );
  const idsOf = new Map<string, string[]>();
  for (const { id, monitoringId } of steps) idsOf.set(monitoringId, [...(idsOf.get(monitoringId) ?? []), id]);
  return idsOf;
}

const EVENT_OF_OUTCOME = {
  killed: 'variant.killed',
  timed_out: 'variant.timed_out',
  stopped: 'variant.stopped',
} as const satisfies Record<Ending['outcome'], EventType>;

function endingEvent(decided: DecidedEnding, cancelledPosts: readonly string[]) {
  const { outcome } = decided.ending;
  const event = eventOfDecision(EVENT_OF_OUTCOME[outcome], toRecord(decided));
  if (outcome !== 'killed')
    return { ...event, data: event.data satisfies VariantEventData['variant.timed_out'] };
  return {
    ...event,
    data: { ...event.data, cancelledPosts: [...cancelledPosts] } satisfies VariantEventData['variant.killed'],
  };
}

function toRecord({ ending, ...decided }: DecidedEnding): DecisionRecord {
  return { ...decided, outcome: ending.outcome, reason: ending.reason, holdCause: null };
}

/** A batch is decided in one look; its first instant stands for all. */
function decidedAtOf(endings: readonly DecidedEnding[]): number {
  return endings[0]?.decidedAt ?? 0;
}
