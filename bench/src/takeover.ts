import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { holdings, withDatabase } from './database';
import { startDropCampaign } from './drop-campaign';
import type { BenchOptions, QueueKind } from './options';
import { type Summary, summarize } from './percentiles';
import { printResult } from './result';
import { printTable } from './table';
import { DEFAULT_QUEUE, withCull } from './with-cull';

const DROPPING = 500;
const SIGNALS = ['SIGKILL', 'SIGTERM', 'SIGSTOP'] as const;
const LOOK_EVERY_MS = 25;
const GIVE_UP_AFTER_MS = 30_000;
/** So long a stopped worker stands still. */
const STOPPED_FOR_MS = 12_000;

/**
 * One of two workers is ended or stopped while variants drop: how long until each of its shards is ticked again by the other,
 * and whether any kill is lost or doubled.
 */
export async function takeover({ live, queue, json }: BenchOptions): Promise<void> {
  const rows: Record<string, Summary> = {};
  for (const kind of queue ?? [DEFAULT_QUEUE]) {
    for (const signal of SIGNALS) {
      const { ticked, killed, wrong } = await measure(live, kind, signal);
      rows[`${signal}, ${kind}: shard ticked again`] = ticked;
      rows[`${signal}, ${kind}: kill complete`] = killed;
      process.stdout.write(`  ${signal}: ${wrong} sessions that did not end as they should, once\n`);
      if (json) printResult('takeover', { live, queue: kind, signal, ticked, killed, wrong });
    }
  }
  printTable(`${live} live, ms`, rows);
}

function measure(live: number, queue: QueueKind, signal: (typeof SIGNALS)[number]) {
  return withCull(
    (cull, [victim]) =>
      withDatabase(cull.databaseUrl, async (db) => {
        if (victim === undefined) throw new Error('there is no second worker');
        const campaign = await startDropCampaign(cull, db, { live, dropping: DROPPING });
        // Kills are due while nobody holds the shards.
        await pause(Math.max(0, campaign.middleAt - Date.now()));
        process.stdout.write(`  shards held: ${[...(await holdings(db)).values()].join(' and ')}\n`);
        const { rows } = await db.query<{ shard: number }>('SELECT shard FROM shards WHERE worker_id = $1', [
          victim.workerId,
        ]);
        const at = await databaseClock(db);
        victim.signal(signal);
        const ticked = await tickedAgain(
          db,
          rows.map(({ shard }) => shard),
          victim.workerId,
          at,
        );
        if (signal === 'SIGSTOP') {
          await pause(STOPPED_FOR_MS);
          victim.signal('SIGCONT');
        }
        const killed = summarize((await campaign.killed()).map(({ completed }) => completed));
        return { ticked: summarize(ticked), killed, wrong: await campaign.wrong() };
      }),
    { queue, workers: 2 },
  );
}

async function databaseClock(db: pg.Pool): Promise<number> {
  const { rows } = await db.query<{ at: number }>(
    'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS at',
  );
  return rows[0]?.at ?? Number.NaN;
}

/** Milliseconds from `at` to the first tick of each of the shards by another worker. */
async function tickedAgain(
  db: pg.Pool,
  shards: readonly number[],
  victimId: string,
  at: number,
): Promise<readonly number[]> {
  const after = new Map<number, number>();
  while (after.size < shards.length) {
    if ((await databaseClock(db)) - at > GIVE_UP_AFTER_MS)
      throw new Error(`only ${after.size} of ${shards.length} shards were ticked again`);
    const { rows } = await db.query<{ shard: number; tickedAt: number }>(
      `SELECT shard, extract(epoch FROM ticked_at)::float8 * 1000 AS "tickedAt" FROM shards
       WHERE shard = ANY($1) AND worker_id <> $2 AND ticked_at > to_timestamp($3::float8 / 1000)`,
      [shards, victimId, at],
    );
    for (const { shard, tickedAt } of rows) if (!after.has(shard)) after.set(shard, tickedAt - at);
    await pause(LOOK_EVERY_MS);
  }
  return [...after.values()];
}
