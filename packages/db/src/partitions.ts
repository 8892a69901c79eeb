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
    `SELECT name, bounds[1]::timestamptz AS "from", bounds[2]::timestamptz AS "to"
     FROM (SELECT c.relname AS name,
                  regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \\(''?(?:MINVALUE|([^'')]+))''?\\) TO \\(''([^'']+)''\\)') AS bounds
           FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
           WHERE i.inhparent = $1::regclass) AS partition
     WHERE bounds IS NOT NULL ORDER BY "to"`,
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
    const created = await briefly(pool, (client) => createPartition(client, table, missing));
    if (created === 'busy') waiting.push(missing.name);
    else if (created) changed.push(missing.name);
  }
  return { changed, waiting };
}

/** Two workers may create at once: the second one waits for the lock, and then finds the partition. */
async function createPartition(
  client: pg.PoolClient,
  table: PartitionedTable,
  missing: Partition & { readonly from: number },
): Promise<boolean> {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`${table.name} partitions`]);
  if (isCovered(missing, await readPartitions(client, table))) return false;
  const { name } = missing;
  const range = [toTimestamp(missing.from), toTimestamp(missing.to)] as const;
  await client.query(`CREATE TABLE "${name}" (LIKE ${table.name} INCLUDING INDEXES)`);
  const move = () =>
    client.query(
      `WITH moved AS (
         DELETE FROM ${table.name}_default WHERE ${table.column} >= $1 AND ${table.column} < $2 RETURNING *
       ) INSERT INTO "${name}" SELECT * FROM moved`,
      [...range],
    );
  await move();
  // Of the whole table: a row that had its way to the default partition already would be refused there once its own is attached.
  await client.query(`LOCK TABLE ${table.name} IN SHARE ROW EXCLUSIVE MODE`);
  await move();
  await client.query(
    `ALTER TABLE ${table.name} ATTACH PARTITION "${name}" FOR VALUES FROM ('${range[0]}') TO ('${range[1]}')`,
  );
  return true;
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
    // With what was copied of it so far.
    const dropped = await briefly(pool, (client) =>
      client.query(`DROP TABLE IF EXISTS "${name}", "${name}${THINNED}"`),
    );
    if (dropped === 'busy') waiting.push(name);
    else changed.push(name);
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

/** Made of the day that it begins with: nothing from outside enters the statements. */
function partitionName({ name }: Pick<PartitionedTable, 'name'>, from: number): string {
  return `${name}_${new Date(from).toISOString().slice(0, 10).replaceAll('-', '')}`;
}
