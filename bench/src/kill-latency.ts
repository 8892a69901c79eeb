import { holdings, sessionRowsRead, withDatabase } from './database';
import { startDropCampaign } from './drop-campaign';
import type { BenchOptions, QueueKind } from './options';
import { type Summary, summarize } from './percentiles';
import { printResult } from './result';
import { printTable } from './table';
import { DEFAULT_QUEUE, withCull } from './with-cull';

const MAX_DROPPING = 500;

/**
 * From the moment at which the kill criterion first holds at the source to the kill being recorded with all its steps
 * done: each variant looked at once a second, the whole product on this machine, for each number of workers and queue.
 */
export async function killLatency(options: BenchOptions): Promise<void> {
  const { live, workers, queue } = options;
  const completed: Record<string, Summary> = {};
  for (const kind of queue ?? [DEFAULT_QUEUE]) {
    for (const count of workers) completed[`${count} workers, ${kind}`] = await measure(count, kind, options);
  }
  if (Object.keys(completed).length > 1) printTable(`${live} live, ms until all steps done`, completed);
}

function measure(workers: number, queue: QueueKind, options: BenchOptions): Promise<Summary> {
  const { live, latency, batch, json } = options;
  return withCull(
    (cull) =>
      withDatabase(cull.databaseUrl, async (db) => {
        const campaign = await startDropCampaign(cull, db, {
          live,
          dropping: Math.min(MAX_DROPPING, live),
        });
        const [readBefore, begunAt] = [await sessionRowsRead(db), performance.now()];
        const times = await campaign.killed();
        const rowsPerSecond =
          ((await sessionRowsRead(db)) - readBefore) / ((performance.now() - begunAt) / 1_000);
        const held = [...(await holdings(db)).values()].join(' and ');
        process.stdout.write(
          `  ${Math.round(rowsPerSecond).toLocaleString('en')} session rows read a second; shards held: ${held}\n`,
        );
        const rows = {
          observed: summarize(times.map(({ observed }) => observed)),
          decided: summarize(times.map(({ decided }) => decided)),
          'recorded, all steps done': summarize(times.map((time) => time.completed)),
        };
        printTable('ms after the criterion held at the source', rows);
        if (json)
          printResult('kill-latency', {
            live,
            workers,
            queue,
            latency,
            batch,
            rowsPerSecond,
            ...rows,
          });
        return rows['recorded, all steps done'];
      }),
    { ...options, queue, workers },
  );
}
