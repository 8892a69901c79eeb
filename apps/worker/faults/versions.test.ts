import { expect, it, vi } from 'vitest';
import { startCampaign } from '../test/campaign';
import { buildWorkerOf, commitBeforeNewestMigration } from '../test/earlier-version';
import { aScenario, expectAllWell } from '../test/scenario';
import { openSource } from '../test/source';

const before = await commitBeforeNewestMigration();
const SHARED = { timeout: 60_000, interval: 250 };

it.skipIf(before === null)(
  'a worker from before the newest migration works next to one of this version',
  { timeout: 600_000 },
  async (context) => {
    if (before === null) throw new Error('the history is gone since it was read');
    const earlier = await buildWorkerOf(before);
    context.onTestFinished(() => earlier.remove());
    const source = await openSource();
    context.onTestFinished(() => source.close());
    const scenario = await aScenario(context, source);
    const workers = [await scenario.worker(earlier.bundle), await scenario.worker()];
    const held = async () => {
      const { rows } = await scenario.db.pool.query<{ id: string; held: number }>(
        'SELECT worker_id AS id, count(*)::int AS held FROM shards WHERE lease_until > clock_timestamp() GROUP BY 1',
      );
      return workers.map(({ workerId }) => rows.find(({ id }) => id === workerId)?.held ?? 0);
    };
    await vi.waitFor(async () => expect(await held()).toEqual([8, 8]), SHARED);
    const campaign = await startCampaign(scenario.db, source, { pairs: 15, seconds: 15 });
    await expectAllWell(scenario.db, campaign, `a worker of ${before} next to one of this version`);
    for (const worker of workers) expect(await worker.end('SIGTERM')).toBe(0);
  },
);
