import type { EventType } from '@cull/core';
import { z } from 'zod';
import { type Queryable, toTimestamp } from '../system/database';

/** Something that happened, for everyone who follows. */
export interface NewEvent {
  readonly at: number;
  readonly type: EventType;
  readonly monitoringId?: string;
  readonly variantId?: string;
  readonly personaId?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface LoggedEvent extends NewEvent {
  /** Where the event stands in the log; hand it back to read on from there. */
  readonly cursor: string;
}

const cursorSchema = z.string().regex(/^\d{1,18}-\d{1,18}$/, 'not a cursor that this log gave');

/** Whether a text can be a cursor of the event log. */
export function isEventCursor(text: string): boolean {
  return cursorSchema.safeParse(text).success;
}

/**
 * Adds events to the log, and for each channel that wants one a delivery, all in one statement; in the caller's
 * transaction where `db` is one.
 */
export async function appendEvents(db: Queryable, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await db.query(
    `WITH logged AS (
       INSERT INTO events (at, type, monitoring_id, variant_id, persona_id, data)
       SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::jsonb[])
       RETURNING at, type, monitoring_id, variant_id, persona_id, data)
     INSERT INTO deliveries (id, channel_id, event_type, at, monitoring_id, data, next_attempt_at)
     SELECT gen_random_uuid(), c.id, e.type, e.at, e.monitoring_id,
            jsonb_strip_nulls(jsonb_build_object(
              'monitoringId', e.monitoring_id, 'variantId', e.variant_id, 'personaId', e.persona_id)) || e.data,
            e.at
     FROM logged e JOIN channels c ON e.type = ANY(c.event_types) AND c.disabled_at IS NULL`,
    [
      events.map((e) => toTimestamp(e.at)),
      events.map((e) => e.type),
      events.map((e) => e.monitoringId ?? null),
      events.map((e) => e.variantId ?? null),
      events.map((e) => e.personaId ?? null),
      events.map((e) => JSON.stringify(e.data)),
    ],
  );
}

/** The `transaction_id` of every event since the log is ordered by id alone, as its default in the schema has it. */
const BY_ID = 1_000_000_000_000_000;

/**
 * The id up to which the log is complete. Ids are handed out before commit, so that "greater than the last id" would miss
 * an event that commits late; every writer of events says so first, and this is below the ids of all who still do. Other
 * transactions hold nothing back, however long they take.
 * Ask for it in a statement of its own: the one that reads up to it has to be later.
 */
async function readEnd(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ end: number }>('SELECT event_log_end() AS end');
  return rows[0]?.end ?? 0;
}

/**
 * Reads the log in order, after a cursor. Nothing can appear behind what was read.
 * @param limit At most 1,000.
 */
export async function readEvents(
  db: Queryable,
  after: string,
  limit: number,
): Promise<readonly LoggedEvent[]> {
  const [transactionId, id] = cursorSchema.parse(after).split('-');
  const { rows } = await db.query<EventRow>(
    `SELECT id, transaction_id, at, type, monitoring_id, variant_id, persona_id, data FROM events
     WHERE (transaction_id, id) > ($1::bigint, $2::bigint) AND (transaction_id, id) <= ($3::bigint, $4::bigint)
     ORDER BY transaction_id, id LIMIT $5`,
    [transactionId, id, BY_ID, await readEnd(db), Math.min(limit, 1_000)],
  );
  return rows.map(toLoggedEvent);
}

/** The newest events, oldest first, and the cursor to go on from. */
export async function readNewestEvents(
  db: Queryable,
  limit: number,
): Promise<{ events: readonly LoggedEvent[]; cursor: string }> {
  const { rows } = await db.query<EventRow>(
    `SELECT id, transaction_id, at, type, monitoring_id, variant_id, persona_id, data FROM events
     WHERE (transaction_id, id) <= ($1::bigint, $2::bigint)
     ORDER BY transaction_id DESC, id DESC LIMIT $3`,
    [BY_ID, await readEnd(db), Math.min(limit, 1_000)],
  );
  const events = rows.reverse().map(toLoggedEvent);
  return { events, cursor: events.at(-1)?.cursor ?? '0-0' };
}

/**
 * The newest events of some types, up to and with a cursor that `readNewestEvents` gave, oldest first. Each type is
 * looked up by itself: among many events of other types a walk backwards would be long.
 * @param limit Of all together.
 */
export async function readNewestEventsOf(
  db: Queryable,
  types: readonly EventType[],
  upTo: string,
  limit: number,
): Promise<readonly LoggedEvent[]> {
  const [transactionId, id] = cursorSchema.parse(upTo).split('-');
  const { rows } = await db.query<EventRow>(
    `SELECT newest.* FROM unnest($1::text[]) AS wanted (type) CROSS JOIN LATERAL (
       SELECT id, transaction_id, at, type, monitoring_id, variant_id, persona_id, data FROM events
       WHERE type = wanted.type AND (transaction_id, id) <= ($2::bigint, $3::bigint)
       ORDER BY at DESC, transaction_id DESC, id DESC LIMIT $4) AS newest
     ORDER BY transaction_id DESC, id DESC LIMIT $4`,
    [types, transactionId, id, Math.min(limit, 1_000)],
  );
  return rows.reverse().map(toLoggedEvent);
}

/** Which events; everything where nothing is named. */
export interface EventFilter {
  readonly types?: readonly EventType[];
  readonly variantId?: string;
  readonly personaId?: string;
}

/**
 * Reads the log backwards, newest first.
 * @param before Only what stands before this cursor.
 * @param limit At most 1,000.
 */
export async function listEvents(
  db: Queryable,
  { types, variantId, personaId }: EventFilter,
  before: string | undefined,
  limit: number,
): Promise<readonly LoggedEvent[]> {
  const [transactionId, id] = before === undefined ? [] : cursorSchema.parse(before).split('-');
  const { rows } = await db.query<EventRow>(
    `SELECT id, transaction_id, at, type, monitoring_id, variant_id, persona_id, data FROM events
     WHERE ($1::text[] IS NULL OR type = ANY($1)) AND ($2::text IS NULL OR variant_id = $2)
       AND ($3::text IS NULL OR persona_id = $3)
       AND ($4::bigint IS NULL OR (transaction_id, id) < ($4::bigint, $5::bigint))
     ORDER BY transaction_id DESC, id DESC LIMIT $6`,
    [
      types ?? null,
      variantId ?? null,
      personaId ?? null,
      transactionId ?? null,
      id ?? null,
      Math.min(limit, 1_000),
    ],
  );
  return rows.map(toLoggedEvent);
}

/** A row of the log. */
export interface EventRow {
  id: number;
  transaction_id: number;
  at: number;
  type: EventType;
  monitoring_id: string | null;
  variant_id: string | null;
  persona_id: string | null;
  data: Record<string, unknown>;
}

/** Returns the event of a row. */
export function toLoggedEvent(row: EventRow): LoggedEvent {
  return {
    cursor: `${row.transaction_id}-${row.id}`,
    at: row.at,
    type: row.type,
    ...(row.monitoring_id !== null && { monitoringId: row.monitoring_id }),
    ...(row.variant_id !== null && { variantId: row.variant_id }),
    ...(row.persona_id !== null && { personaId: row.persona_id }),
    data: row.data,
  };
}
