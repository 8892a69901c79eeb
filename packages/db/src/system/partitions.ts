import type pg from 'pg';
import { briefly } from './briefly';
import { type Queryable, toTimestamp } from './database';

/** A table in partitions by time, and how it is partitioned. */
export interface PartitionedTable {
  readonly name: 'metric_snapshots' | 'events';
  /** The column that the partitions go by. */
  readonly column: 'observed_at' | 'at';
  /** What one partition holds. */
  readonly days: number;
  /** For how long partitions are created ahead of time. */
  readonly daysAhead: number;
}

/** Curves are read a day at a time, and thinned a day at a time. */
export const SNAPSHOTS: PartitionedTable = {
  name: 'metric_snapshots',
  column: 'observed_at',
  days: 1,
  daysAhead: 3,
};

/** Readers of the log look into every partition, so there are few. */
export const EVENTS: PartitionedTable = { name: 'events', column: 'at', days: 7, daysAhead: 14 };

/** A partition and what it holds: from an instant, and up to another one that is not part of it. */
export interface Partition {
  readonly name: string;
  /** Epoch milliseconds; null where it holds everything before `to`. */
  readonly from: number | null;
  readonly to: number;
}

/** What became of partitions; those that wait did not get their lock in time, and are tried again in the next pass. */
export interface PartitionChanges {
  readonly changed: readonly string[];
  readonly waiting: readonly string[];
}

/** What the name of a day's partition ends with, once its readings are thinned. */
export const THINNED = '_thinned';

const DAY_MS = 86_400_000;

/** Reads a table's partitions, oldest first, without the one for everything else. */
export async function readPartitions(
  db: Queryable,
  { name }: Pick<PartitionedTable, 'name'>,
): Promise<readonly Partition[]> {
  const { rows } = await db.query<Partition>(
    'SELECT name, "from", "to" FROM table_partitions WHERE "table" = $1 ORDER BY "to"',
    [name],
  );
  return rows;
}

/**
 * Creates the partitions from yesterday to the days ahead, where they are missing. Rows that came before their partition
 * was there move into it.
 * @param now Epoch milliseconds.
 */
export async function ensurePartitions(
  pool: pg.Pool,
  table: PartitionedTable,
  now: number,
): Promise<PartitionChanges> {
  const changed: string[] = [];
  const waiting: string[] = [];
  const periodMs = table.days * DAY_MS;
  const first = Math.floor((now - DAY_MS) / periodMs) * periodMs;
  for (let from = first; from <= now + table.daysAhead * DAY_MS; from += periodMs) {
    const missing = { name: partitionName(table, from), from, to: from + periodMs };
    if (isCovered(missing, await readPartitions(pool, table))) continue;
    const created = await briefly(pool, (client) =>
      callOwner(client, 'create_partition($1, $2, $3)', [
        table.name,
        toTimestamp(missing.from),
        toTimestamp(missing.to),
      ]),
    );
    if (created === 'busy') waiting.push(missing.name);
    else if (created) changed.push(missing.name);
  }
  return { changed, waiting };
}

/**
 * Calls one of the functions that change tables as their owner.
 * @param call Its name, and $1, $2, … for its values.
 * @returns False where there was nothing to do.
 */
export async function callOwner(db: Queryable, call: string, values: readonly string[]): Promise<boolean> {
  const { rows } = await db.query<{ done: boolean }>(`SELECT ${call} AS done`, [...values]);
  return rows[0]?.done === true;
}

function isCovered({ from, to }: Partition, partitions: readonly Partition[]): boolean {
  return partitions.some((own) => (own.from ?? Number.NEGATIVE_INFINITY) < to && own.to > (from ?? 0));
}

/** Rows that go at once from the partition for everything else. */
const MAX_STRAY_ROWS = 10_000;

/**
 * Drops the partitions of which everything is older than the retention, and old rows of the partition for everything else.
 * @param now Epoch milliseconds.
 */
export async function dropOldPartitions(
  pool: pg.Pool,
  table: PartitionedTable,
  now: number,
  retentionDays: number,
): Promise<PartitionChanges> {
  const before = now - retentionDays * DAY_MS;
  const changed: string[] = [];
  const waiting: string[] = [];
  for (const { name, to } of await readPartitions(pool, table)) {
    if (to > before) break;
    const dropped = await briefly(pool, (client) =>
      callOwner(client, 'drop_partition($1, $2)', [table.name, name]),
    );
    if (dropped === 'busy') waiting.push(name);
    else if (dropped) changed.push(name);
  }
  await briefly(pool, (client) =>
    client.query(
      `DELETE FROM ${table.name}_default WHERE ctid = ANY(ARRAY(
         SELECT ctid FROM ${table.name}_default WHERE ${table.column} < $1 LIMIT $2))`,
      [toTimestamp(before), MAX_STRAY_ROWS],
    ),
  );
  return { changed, waiting };
}

/** Made of the day that it begins with, as `create_partition` names it. */
function partitionName({ name }: Pick<PartitionedTable, 'name'>, from: number): string {
  return `${name}_${new Date(from).toISOString().slice(0, 10).replaceAll('-', '')}`;
}
