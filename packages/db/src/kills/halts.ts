import type { Halt } from '@cull/core';
import type pg from 'pg';
import { appendEvents } from '../events/events';
import { inTransaction, type Queryable, toTimestamp } from '../system/database';
import { endOfHalt, type HaltEnd, lapseOfHalt, reminderOf, startOfHalt } from './halt-events';

/** The active halts. */
export async function readHalts(db: Queryable, now: number): Promise<readonly Halt[]> {
  const { rows } = await db.query<Halt>(
    `SELECT kind, nullif(persona_id, '') AS "personaId", nullif(source, '') AS source, reason, actor, since, "until" FROM halts
     WHERE "until" IS NULL OR "until" > $1 ORDER BY since`,
    [toTimestamp(now)],
  );
  return rows;
}

/**
 * Stops automatic kills. A halt that stands already keeps its beginning and takes the newer reason. A pause ends when the newer one says,
 * since a person chose it; a circuit breaker at the later of the two ends.
 * @returns Whether it is a new one.
 */
export async function startHalt(pool: pg.Pool, halt: Halt): Promise<boolean> {
  return inTransaction(pool, (client) => startHaltIn(client, halt));
}

/** As `startHalt`, in the caller's transaction. */
export async function startHaltIn(db: Queryable, halt: Halt): Promise<boolean> {
  const { kind, personaId, source, reason, actor, since, until } = halt;
  // What has ended by itself still has its row: it is no halt to go on with.
  const { rows } = await db.query<{ isNew: boolean; isMoved: boolean }>(
    `WITH before AS (
       SELECT "until" FROM halts WHERE kind = $1 AND persona_id = $2 AND source = $7
     )
     INSERT INTO halts AS h (kind, persona_id, reason, actor, since, "until", source)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (kind, persona_id, source) DO UPDATE SET reason = excluded.reason, actor = excluded.actor,
       "until" = CASE WHEN h.kind = 'paused' THEN excluded."until" ELSE greatest(h."until", excluded."until") END,
       since = CASE WHEN h."until" <= excluded.since THEN excluded.since ELSE h.since END,
       reminded_at = NULL
     RETURNING since = $5 AS "isNew", "until" IS DISTINCT FROM (SELECT "until" FROM before) AS "isMoved"`,
    [kind, personaId ?? '', reason, actor, toTimestamp(since), toTimestamp(until), source ?? ''],
  );
  const { isNew, isMoved } = rows[0] ?? { isNew: false, isMoved: false };
  if (isNew || (kind === 'paused' && isMoved)) await appendEvents(db, [startOfHalt(halt, since)]);
  return isNew;
}

/** What a halt covers; null for everything. */
export type HaltScope = Pick<Halt, 'personaId' | 'source'>;

/**
 * Lets kills happen again: ends the pause and all breakers of everything, those of one persona, or the circuit breaker of one source.
 * @returns The halts that were ended; none where there was nothing to end.
 */
export async function endHalts(
  pool: pg.Pool,
  { personaId, source }: HaltScope,
  { now, ...by }: HaltEnd & { readonly now: number },
): Promise<readonly Halt[]> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<Halt>(
      `DELETE FROM halts WHERE persona_id = $1 AND ($2::text IS NULL OR source = $2)
       RETURNING kind, nullif(persona_id, '') AS "personaId", nullif(source, '') AS source, reason, actor, since, "until"`,
      [personaId ?? '', source],
    );
    const ended = rows.filter(({ until }) => until === null || until > now);
    await appendEvents(
      client,
      ended.map((halt) => endOfHalt(halt, by, now)),
    );
    return ended;
  });
}

/** Removes halts that have ended by themselves, and says so in the event log. */
export async function removeEndedHalts(pool: pg.Pool, now: number): Promise<number> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<Halt>(
      `DELETE FROM halts WHERE "until" <= $1
       RETURNING kind, nullif(persona_id, '') AS "personaId", nullif(source, '') AS source, reason, actor, since, "until"`,
      [toTimestamp(now)],
    );
    await appendEvents(
      client,
      rows.map((halt) => lapseOfHalt(halt, now)),
    );
    return rows.length;
  });
}

/** When people are reminded of a pause: after this long, and then so often. */
const FIRST_REMINDER = '1 hour';
const FURTHER_REMINDERS = '4 hours';

/** Says again of pauses that have lasted for long that they still stand, however many workers ask. @returns Of how many. */
export async function remindOfPauses(pool: pg.Pool, now: number): Promise<number> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<Halt>(
      `UPDATE halts SET reminded_at = $1
       WHERE kind = 'paused' AND ("until" IS NULL OR "until" > $1)
         AND coalesce(reminded_at + $3::interval, since + $2::interval) <= $1
       RETURNING kind, nullif(persona_id, '') AS "personaId", nullif(source, '') AS source, reason, actor, since, "until"`,
      [toTimestamp(now), FIRST_REMINDER, FURTHER_REMINDERS],
    );
    await appendEvents(
      client,
      rows.map((halt) => reminderOf(halt, now)),
    );
    return rows.length;
  });
}
