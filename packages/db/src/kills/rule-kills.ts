import {
  type CheckContext,
  type Circumstances,
  type DueKill,
  type Hold,
  type HoldCause,
  haltFor,
  NO_CONTEXT,
  type RuleReason,
  restrain,
} from '@cull/core';
import type pg from 'pg';
import { lockLiveSessions, stillStands } from '../sessions/session-locks';
import { inTransaction, type Queryable, toTimestamp } from '../system/database';
import { assertHolder, type ShardToken } from '../system/shard-tokens';
import { ENGINE } from './decision-records';
import { type DecidedEnding, type EndedSession, endSessionsIn } from './endings';
import { readHalts, startHaltIn } from './halts';
import { type NewHold, recordHolds } from './holds';

const MINUTE_MS = 60_000;
/** A circuit breaker that kills have tripped resets by itself after one monitoring window of the default length. */
export const BREAKER_MS = 600_000;

/** A kill by a rule that was held back at the last moment. */
export interface HeldKill {
  readonly monitoringId: string;
  readonly hold: Hold;
}

/** What became of the endings that the engine decided. */
export interface RuleEndings {
  readonly ended: readonly EndedSession[];
  readonly held: readonly HeldKill[];
  /** Sessions whose terms a person changed after they were judged: nothing was done, they are to be judged again. */
  readonly overtaken: ReadonlySet<string>;
}

/**
 * Ends sessions as the engine decided, as far as halts and the blast radius of their policies allow.
 *
 * What was decided a moment ago is checked again here, in the transaction that kills and under the locks that all
 * workers share: a protection, an extension or a pause that came in between holds, and two workers cannot both take the
 * last but one of a pool. Sessions that ended in between count for nothing: they are neither ended, held nor overtaken.
 * @param token Of the shard that the sessions are in.
 * @throws ShardLostError when another worker holds the shard now; nothing was done.
 */
export async function endByRules(
  pool: pg.Pool,
  token: ShardToken,
  endings: readonly DecidedEnding[],
  now: number,
): Promise<RuleEndings> {
  if (endings.length === 0) return { ended: [], held: [], overtaken: new Set() };
  return inTransaction(pool, async (client) => {
    await assertHolder(client, token);
    const live = await lockLiveSessions(
      client,
      token.shard,
      endings.map(({ session }) => session.monitoringId),
    );
    const standing = endings.filter(({ session }) => stillStands(session, live));
    const stands = new Set(standing.map(({ session }) => session.monitoringId));
    const overtaken = new Set([...live.keys()].filter((monitoringId) => !stands.has(monitoringId)));
    const due = standing.filter(({ ending }) => ending.outcome === 'killed').map(toDueKill);
    if (due.length === 0) return { ended: await endSessionsIn(client, standing), held: [], overtaken };
    const circumstances = await readCircumstances(client, due, now);
    const { held, trips } = restrain(due, circumstances);
    for (const { personaId, reason } of trips) {
      const until = now + BREAKER_MS;
      await startHaltIn(client, {
        kind: 'breaker',
        personaId,
        source: null,
        reason,
        actor: ENGINE,
        since: now,
        until,
      });
    }
    const halts = trips.length === 0 ? circumstances.halts : await readHalts(client, now);
    const holds = held.map(({ kill, cause }) =>
      toHold(kill.decided, cause, { ...NO_CONTEXT, halt: haltFor(halts, kill, now) }, now),
    );
    await recordHolds(client, holds);
    const spared = new Set(held.map(({ kill }) => kill.decided));
    const ended = await endSessionsIn(
      client,
      standing.filter((decided) => !spared.has(decided)),
    );
    return {
      ended,
      overtaken,
      held: holds.map(({ session, progress }) => ({
        monitoringId: session.monitoringId,
        hold: progress.hold,
      })),
    };
  });
}

/** Reads what the blast radius depends on; takes the locks, always in the same order, only where a policy needs them. */
async function readCircumstances(
  db: Queryable,
  due: readonly DueKill[],
  now: number,
): Promise<Circumstances> {
  const isLimited = due.some(({ policy }) => policy.maxKillsPerMinute !== null);
  const floored = due.filter(({ policy }) => policy.minPoolSize > 0).map(({ personaId }) => personaId);
  const locks = [
    ...(isLimited ? ['kills per minute'] : []),
    ...[...new Set(floored)].sort().map((personaId) => `pool ${personaId}`),
  ];
  for (const lock of locks) await db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [lock]);
  return {
    halts: await readHalts(db, now),
    poolSizes: floored.length > 0 ? await countPools(db, floored) : new Map(),
    recentKills: isLimited ? await countRecentKills(db, now) : new Map(),
    now,
  };
}

async function countPools(db: Queryable, personaIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await db.query<{ personaId: string; size: number }>(
    `SELECT persona_id AS "personaId", count(*) AS size FROM pool_memberships
     WHERE left_at IS NULL AND persona_id = ANY($1) GROUP BY persona_id`,
    [personaIds],
  );
  return new Map(rows.map(({ personaId, size }) => [personaId, size]));
}

async function countRecentKills(db: Queryable, now: number): Promise<Map<string, number>> {
  const { rows } = await db.query<{ personaId: string; kills: number }>(
    `SELECT persona_id AS "personaId", count(*) AS kills FROM decisions
     WHERE outcome = 'killed' AND reason <> 'manual' AND decided_at > $1 GROUP BY persona_id`,
    [toTimestamp(now - MINUTE_MS)],
  );
  return new Map(rows.map(({ personaId, kills }) => [personaId, kills]));
}

function toDueKill(decided: DecidedEnding): DueKill & { readonly decided: DecidedEnding } {
  const { session, policy, progress } = decided;
  const { views = 0, interactions = 0 } = progress.sample ?? {};
  return {
    decided,
    personaId: session.personaId,
    source: session.source,
    accountId: session.accountId,
    policy: policy.values,
    limitOrigin: policy.origins.maxKillsPerMinute,
    attainment: views === 0 ? 0 : interactions / views / session.expectedEngagementRate,
  };
}

/** A kill that was held back for the same cause at the look before is nothing new. */
function toHold(
  { session, progress, policy, ending }: DecidedEnding,
  cause: HoldCause,
  context: CheckContext,
  at: number,
): NewHold {
  const reason = ruleReasonOf(ending);
  const hold: Hold = progress.hold?.cause === cause ? progress.hold : { cause, reason, since: at };
  return { session, progress: { ...progress, hold }, policy, context, at };
}

function ruleReasonOf({ reason }: DecidedEnding['ending']): RuleReason {
  if (reason === null || reason === 'manual') throw new Error(`a kill by a rule has no rule: ${reason}`);
  return reason;
}
