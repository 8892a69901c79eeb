import type pg from 'pg';
import type { Queryable } from '../system/database';

/** What a reader of changes has seen: the snapshot of its last check, in PostgreSQL's notation. */
export type ChangeCursor = string;

/** A table whose rows carry in `changed_xid` the transaction that last changed what readers must know. */
export interface ChangingTable {
  readonly table: string;
  /** The select list. */
  readonly columns: string;
  /** Which rows the feed is about at all; takes `values` from $1 on. */
  readonly part: string;
  readonly values: readonly unknown[];
  /** Which of them a reader needs that knows nothing yet. */
  readonly whole: string;
}

export interface Changes<Row> {
  readonly rows: readonly Row[];
  /** Whether these are all rows that a reader needs, so that what it holds besides them is to be forgotten. */
  readonly isWhole: boolean;
  /** What to ask with next time. */
  readonly cursor: ChangeCursor;
}

/**
 * Reads what has changed since a reader's last check, or everything without a cursor.
 *
 * A change is new where the cursor's snapshot did not show its transaction and this look does: it began after that snapshot, or it
 * was running then and has ended since. So every change comes once, also one that commits late, and transactions that go on
 * elsewhere cost nothing. Rows, cursor and bounds come from one statement, so from one snapshot.
 *
 * Rows that came from another server, by dump and restore, carry its transaction ids. Those may lie far above this one's: the
 * upper bound keeps them out, and each comes once more at most, when the ids here pass them.
 */
export async function readChanges<Row extends pg.QueryResultRow>(
  db: Queryable,
  source: ChangingTable,
  cursor: ChangeCursor | null,
): Promise<Changes<Row>> {
  const { table, columns, part, values, whole } = source;
  const select = `SELECT true AS is_change, ${columns} FROM ${table} WHERE (${part})`;
  if (cursor === null) {
    return { ...(await lookAt<Row>(db, `${select} AND (${whole})`, 'false', values)), isWhole: true };
  }
  const { nextId, running } = seenBy(cursor);
  const next = `$${values.length + 1}::bigint`;
  const wereRunning = `$${values.length + 2}::bigint[]`;
  const { wentBack, ...changes } = await lookAt<Row>(
    db,
    `${select} AND changed_xid >= ${next} AND changed_xid < ${NEXT_ID}
     UNION ALL
     ${select} AND changed_xid = ANY(${wereRunning}) AND pg_visible_in_snapshot(changed_xid::text::xid8, ${NOW})`,
    `${NEXT_ID} < ${next}`,
    [...values, nextId, running],
  );
  // The server is another one, or has lost its last transactions: what the cursor says of it means nothing.
  return wentBack ? readChanges(db, source, null) : { ...changes, isWhole: false };
}

const NOW = 'pg_current_snapshot()';
const NEXT_ID = `(pg_snapshot_xmax(${NOW})::text)::bigint`;

/** `xmin:xmax:xip,xip`: the first id not handed out then, and the ids below it that were running. */
function seenBy(cursor: ChangeCursor): { nextId: string; running: readonly string[] } {
  const [, nextId, running] = cursor.split(':');
  if (nextId === undefined || running === undefined)
    throw new RangeError(`cursor is ${cursor}, needs to be a snapshot of PostgreSQL`);
  return { nextId, running: running === '' ? [] : running.split(',') };
}

interface FeedColumns {
  readonly is_change: true | null;
  readonly snapshot: string;
  readonly went_back: boolean;
}

/** The cursor comes also where nothing has changed: then in a row of its own. */
async function lookAt<Row extends pg.QueryResultRow>(
  db: Queryable,
  select: string,
  wentBack: string,
  values: readonly unknown[],
): Promise<{ rows: Row[]; cursor: ChangeCursor; wentBack: boolean }> {
  const { rows } = await db.query<Row & FeedColumns>(
    `SELECT look.snapshot, look.went_back, changed.*
     FROM (SELECT ${NOW}::text AS snapshot, ${wentBack} AS went_back) AS look LEFT JOIN (${select}) AS changed ON true`,
    [...values],
  );
  const [first] = rows;
  if (first === undefined) throw new Error('reading what changed gave no row, needs one at least');
  return {
    rows: rows.filter((row) => row.is_change),
    cursor: first.snapshot,
    wentBack: first.went_back,
  };
}
