import type { Halt } from '@cull/core';
import type pg from 'pg';
import { inTransaction, type Queryable, toTimestamp } from './database';
import { appendEvents, type NewEvent } from './events';

/** The halts in force. */
export async function readHalts(db: Queryable, now: number): Promise<readonly Halt[]> {
  const { rows } = await db.query<Halt>(
    `SELECT kind, nullif(persona_id, '') AS "personaId", nullif(source, '') AS source, reason, actor, since, "until" FROM halts
     WHERE "until" IS NULL OR "until" > $1 ORDER BY since`,
    [toTimestamp(now)],
  );
  return rows;
}

/**
 * Stops kills by rules. A halt that stands already keeps its beginning, takes the newer reason, and ends at the later of
 * the two ends.
 * @returns Whether it is a new one.
 */
export async function startHalt(pool: pg.Pool, halt: Halt): Promise<boolean> {
  return inTransaction(pool, (client) => startHaltIn(client, halt));
}

/** As `startHalt`, in the caller's transaction. */
export async function startHaltIn(db: Queryable, halt: Halt): Promise<boolean> {
  const { kind, personaId, source, reason, actor, since, until } = halt;
  // What has ended by itself still has its row: it is no halt to go on with.
  const { rows } = await db.query<{ isNew: boolean }>(
    `INSERT INTO halts AS h (kind, persona_id, reason, actor, since, "until", source)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (kind, persona_id, source) DO UPDATE SET reason = excluded.reason, actor = excluded.actor,
       "until" = greatest(h."until", excluded."until"),
       since = CASE WHEN h."until" <= excluded.since THEN excluded.since ELSE h.since END
     RETURNING since = $5 AS "isNew"`,
    [kind, personaId ?? '', reason, actor, toTimestamp(since), toTimestamp(until), source ?? ''],
  );
  const isNew = rows[0]?.isNew ?? false;
  if (isNew) {
    const type = kind === 'paused' ? 'kills.paused' : 'breaker.tripped';
    const data = { reason, actor, until: toTimestamp(until), ...(source !== null && { source }) };
    await appendEvents(db, [haltEvent(type, halt, since, data)]);
  }
  return isNew;
}

/** What a halt covers; null for everything. */
export type HaltScope = Pick<Halt, 'personaId' | 'source'>;

/**
 * Lets kills happen again: ends the pause and all breakers of everything, those of one persona, or the breaker of one source.
 * @returns The halts that were ended; none where there was nothing to end.
 */
export async function endHalts(
  pool: pg.Pool,
  { personaId, source }: HaltScope,
  { actor, reason, now }: { readonly actor: string; readonly reason: string; readonly now: number },
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
      ended.map((halt) =>
        haltEvent(halt.kind === 'paused' ? 'kills.resumed' : 'breaker.reset', halt, now, {
          actor,
          reason,
          ...(halt.source !== null && { source: halt.source }),
        }),
      ),
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
    const data = { actor: 'engine', reason: 'its time is over' };
    await appendEvents(
      client,
      rows.map((halt) =>
        haltEvent('breaker.reset', halt, now, {
          ...data,
          ...(halt.source !== null && { source: halt.source }),
        }),
      ),
    );
    return rows.length;
  });
}

function haltEvent(
  type: NewEvent['type'],
  { personaId }: Pick<Halt, 'personaId'>,
  at: number,
  data: Readonly<Record<string, unknown>>,
): NewEvent {
  return { at, type, ...(personaId !== null && { personaId }), data };
}
