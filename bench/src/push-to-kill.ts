import { setTimeout as pause } from 'node:timers/promises';
import { type CullClient, createCullClient } from '@cull/client';
import { API_KEY } from './api-key';
import { mutate, postAll } from './load';
import type { BenchOptions, QueueKind } from './options';
import { summarize } from './percentiles';
import { printResult } from './result';
import { printTable } from './table';
import { DEFAULT_QUEUE, withCull } from './with-cull';

const LIVE = 500;
const KILLS = 300;
const KILL_EVERY_MS = 150;
const PUSH_EVERY_MS = 1_000;
const WARM_UP_MS = 10_000;
const GIVE_UP_AFTER_MS = 30_000;

/**
 * From the moment at which an orchestrator sends the sample that condemns a variant to the kill being recorded. 500
 * variants stay live, each with a new sample every second; others are condemned one by one next to them.
 */
export async function pushToKill({ workers, queue, json }: BenchOptions): Promise<void> {
  for (const kind of queue ?? [DEFAULT_QUEUE]) {
    for (const count of workers) await measure(count, kind, json);
  }
}

function measure(workers: number, queue: QueueKind, json: boolean): Promise<void> {
  return withCull(
    async ({ url }) => {
      const client = createCullClient({ url, apiKey: API_KEY });
      const live = await postAll(url, 'live', LIVE);
      const condemned = await postAll(url, 'condemned', KILLS);
      const seenAt = new Map<string, number>();
      const events = client.live.events.subscribe(undefined, {
        onData: ({ data: { type, variantId } }) => {
          if (type === 'variant.killed' && variantId !== null) seenAt.set(variantId, Date.now());
        },
      });
      const begin = performance.now();
      let views = 0;
      const background = setInterval(() => {
        views += 50;
        const observedAt = new Date().toISOString();
        const samples = live.map((variantId) => ({
          variantId,
          views,
          interactions: views * 0.06,
          observedAt,
        }));
        void mutate(url, 'metrics.ingest', { samples });
      }, PUSH_EVERY_MS);
      await pause(WARM_UP_MS);
      const sentAt = new Map<string, number>();
      for (const [index, variantId] of condemned.entries()) {
        await pause(begin + WARM_UP_MS + index * KILL_EVERY_MS - performance.now());
        const now = Date.now();
        sentAt.set(variantId, now);
        const sample = { variantId, views: 1_000, interactions: 12, observedAt: new Date(now).toISOString() };
        void mutate(url, 'metrics.ingest', { samples: [sample] });
      }
      const sessions = await waitForKills(client);
      clearInterval(background);
      events.unsubscribe();
      const after = (instants: (variantId: string) => number) =>
        summarize(condemned.map((variantId) => instants(variantId) - (sentAt.get(variantId) ?? Number.NaN)));
      const rows = {
        decided: after((id) => Date.parse(sessions.get(id)?.latency.decidedAt ?? '')),
        'recorded, and seen by a subscriber': after((id) => seenAt.get(id) ?? Number.NaN),
        'all steps done': after((id) => Date.parse(sessions.get(id)?.latency.completedAt ?? '')),
      };
      printTable(`ms after the push, ${workers} workers, queue on ${queue}`, rows);
      if (json) printResult('push-to-kill', { workers, queue, ...rows });
    },
    { queue, workers },
  );
}

type Session = Awaited<ReturnType<CullClient['monitoring']['list']['query']>>['items'][number];

async function waitForKills(client: CullClient): Promise<ReadonlyMap<string, Session>> {
  const begin = performance.now();
  for (;;) {
    const { items } = await client.monitoring.list.query({ status: 'killed', limit: KILLS });
    const complete = items.filter(({ latency }) => latency.completedAt !== null);
    if (complete.length === KILLS) return new Map(complete.map((session) => [session.variantId, session]));
    if (performance.now() - begin > GIVE_UP_AFTER_MS)
      throw new Error(`only ${complete.length} of ${KILLS} were killed`);
    await pause(1_000);
  }
}
