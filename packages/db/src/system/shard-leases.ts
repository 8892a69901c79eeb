import { openPool } from '@cull/postgres';
import { z } from 'zod';
import type { Queryable } from './database';
import type { ShardToken } from './shard-tokens';

/** A shard that a worker renews its lease on. */
export interface HeldLease extends ShardToken {
  /** Milliseconds since its last tick; null where it had none yet. */
  readonly tickedAgoMs: number | null;
}

/** What a worker asks for in one round. */
export interface LeaseRound {
  readonly workerId: string;
  /** How long what is renewed or taken lasts, in milliseconds. */
  readonly leaseMs: number;
  /** A worker that leaves keeps what it holds, and takes no part in the sharing. */
  readonly isLeaving: boolean;
  readonly renew: readonly HeldLease[];
  readonly giveBack: readonly ShardToken[];
  /** How many free shards to take at most. */
  readonly claim: number;
}

const tokenSchema = z.object({ shard: z.number().int(), epoch: z.number().int() });
const viewSchema = z.object({
  held: z.array(tokenSchema),
  others: z.array(z.object({ workerId: z.string(), held: z.number().int() })),
  shardCount: z.number().int(),
});

/** How the shards are shared, as one round found it. */
export interface LeaseView {
  /** What the asking worker holds now. */
  readonly held: readonly ShardToken[];
  /** The other workers that take part, and how many shards each holds. */
  readonly others: readonly { readonly workerId: string; readonly held: number }[];
  readonly shardCount: number;
}

/**
 * Renews, gives back and takes shards in one statement, and says how they are shared. Instants are the database's alone.
 *
 * A lease that ran out is renewed as long as nobody else took the shard: its epoch says so. A shard is taken under a lock
 * that waits for no one: where its last holder is in the middle of a write it is left for the next round.
 */
export async function leaseShards(db: Queryable, round: LeaseRound): Promise<LeaseView> {
  const { workerId, leaseMs, isLeaving, renew, giveBack, claim } = round;
  const { rows } = await db.query(
    `WITH instant AS MATERIALIZED (
       SELECT clock_timestamp() AS at, clock_timestamp() + $2::int * interval '1 ms' AS until),
     member AS (
       INSERT INTO workers (worker_id, started_at, seen_at, ticks, lease_until)
       SELECT $1, at, at, 0, CASE WHEN $3 THEN at ELSE until END FROM instant
       ON CONFLICT (worker_id) DO UPDATE SET lease_until = excluded.lease_until),
     given_back AS (
       UPDATE shards s SET lease_until = instant.at
       FROM unnest($7::smallint[], $8::bigint[]) AS mine(shard, epoch), instant
       WHERE s.shard = mine.shard AND s.epoch = mine.epoch),
     renewed AS (
       UPDATE shards s SET lease_until = instant.until,
         ticked_at = coalesce(instant.at - mine.ago * interval '1 ms', s.ticked_at)
       FROM unnest($4::smallint[], $5::bigint[], $6::float8[]) AS mine(shard, epoch, ago), instant
       WHERE s.shard = mine.shard AND s.epoch = mine.epoch
       RETURNING s.shard, s.epoch),
     free AS (
       SELECT shard FROM shards
       WHERE lease_until <= (SELECT at FROM instant) AND shard <> ALL($4) AND shard <> ALL($7)
       ORDER BY shard LIMIT $9 FOR UPDATE SKIP LOCKED),
     taken AS (
       UPDATE shards s SET worker_id = $1, epoch = s.epoch + 1, lease_until = instant.until
       FROM free, instant WHERE s.shard = free.shard
       RETURNING s.shard, s.epoch)
     SELECT jsonb_build_object(
       'held', (SELECT coalesce(jsonb_agg(jsonb_build_object('shard', shard, 'epoch', epoch) ORDER BY shard), '[]')
                FROM (SELECT * FROM renewed UNION ALL SELECT * FROM taken) AS mine),
       'others', (SELECT coalesce(jsonb_agg(jsonb_build_object('workerId', worker_id, 'held', (
                    SELECT count(*) FROM shards s WHERE s.worker_id = w.worker_id AND s.lease_until > instant.at))), '[]')
                  FROM workers w, instant WHERE w.lease_until > instant.at AND worker_id <> $1),
       'shardCount', (SELECT count(*) FROM shards)) AS view`,
    [
      workerId,
      leaseMs,
      isLeaving,
      renew.map(({ shard }) => shard),
      renew.map(({ epoch }) => epoch),
      renew.map(({ tickedAgoMs }) => tickedAgoMs),
      giveBack.map(({ shard }) => shard),
      giveBack.map(({ epoch }) => epoch),
      claim,
    ],
  );
  return viewSchema.parse(rows[0]?.view);
}

/**
 * Begins a worker's part in the sharing.
 * @throws When a worker of this id takes part already, or the database was made for another number of shards.
 */
export async function joinWorkers(
  db: Queryable,
  { workerId, leaseMs, shardCount }: Readonly<{ workerId: string; leaseMs: number; shardCount: number }>,
): Promise<void> {
  const { rows } = await db.query<{ shards: number[]; strays: number }>(
    `SELECT array_agg(shard ORDER BY shard) AS shards,
            (SELECT count(*)::int FROM variant_monitoring WHERE status = 'monitoring' AND shard >= $1) AS strays
     FROM shards`,
    [shardCount],
  );
  const { shards = [], strays = 0 } = rows[0] ?? {};
  if (shards.length !== shardCount || shards.some((shard, index) => shard !== index) || strays > 0)
    throw new Error(
      `the database has shards ${shards.join(', ')}, and ${strays} live variants beyond those of this version, which needs 0 to ` +
        `${shardCount - 1}: run the version that the database was made for until its variants have ended`,
    );
  const { rowCount } = await db.query(
    `INSERT INTO workers (worker_id, started_at, seen_at, ticks, lease_until)
     SELECT $1, at, at, 0, at + $2::int * interval '1 ms' FROM (SELECT clock_timestamp() AS at) AS instant
     ON CONFLICT (worker_id) DO UPDATE SET lease_until = excluded.lease_until
     WHERE workers.lease_until <= clock_timestamp()`,
    [workerId, leaseMs],
  );
  if (rowCount !== 1)
    throw new Error(`a worker with the id ${workerId} is running already, each needs an id of its own`);
}

/** A round that takes longer is of no use: too little of the lease that it brings is left. */
const ROUND_WITHIN_MS = 2_000;
const ROUND_LIMITS = { statementMs: ROUND_WITHIN_MS, lockMs: 500, idleInTransactionMs: ROUND_WITHIN_MS };

/**
 * Opens the one connection that leases are renewed on, so that nothing else a worker does keeps it waiting.
 * @param onError Told when it breaks while idle; the next round opens another one.
 */
export function openLeaseConnection(
  url: string,
  onError: (error: Error) => void,
): Queryable & { end(): Promise<void> } {
  return openPool({
    url,
    applicationName: 'cull-worker-leases',
    maxConnections: 1,
    connectWithinMs: ROUND_WITHIN_MS,
    limits: ROUND_LIMITS,
    onError,
  });
}
