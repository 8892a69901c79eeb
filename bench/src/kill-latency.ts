import { setTimeout as pause } from 'node:timers/promises';
import { type CullClient, createCullClient } from '@cull/client';
import { API_KEY } from './api-key';
import { summarise } from './percentiles';
import { connectSource } from './source';
import { printTable } from './table';
import { withCull } from './with-cull';

const VARIANTS = 500;
const EXPECTED = 0.06;
const BATCH = 50;
/** Late enough for every variant to have its ten interactions by then. */
const FIRST_DROP_SECONDS = 30;
/** Spread, so that kills come one by one and not as one wave. */
const DROPS_OVER_SECONDS = 30;
const GIVE_UP_AFTER_MS = 300_000;
const LOOK_EVERY_MS = 5_000;

/**
 * From the moment at which the kill criterion first holds at the source to the kill being recorded with all its steps
 * done: 500 variants live, each looked at once a second, the whole product on this machine.
 */
export function killLatency(): Promise<void> {
  return withCull(async ({ url, fakeThreadsUrl }) => {
    const client = createCullClient({ url, apiKey: API_KEY });
    const source = connectSource(fakeThreadsUrl);
    const postIds: string[] = [];
    for (let batch = 0; batch < VARIANTS / BATCH; batch += 1) {
      const drop = FIRST_DROP_SECONDS + (batch * DROPS_OVER_SECONDS) / (VARIANTS / BATCH);
      postIds.push(...(await source.publish(BATCH, drop)));
    }
    const variants = postIds.map((postId) => ({
      variantId: postId,
      postId,
      personaId: 'bench',
      expectedEngagementRate: EXPECTED,
      scheduledPosts: [{ id: 'next', publishAt: new Date(Date.now() + 86_400_000).toISOString() }],
    }));
    await client.variants.postedMany.mutate({ variants });
    process.stdout.write(
      `  ${VARIANTS} variants live, their rates drop after ${FIRST_DROP_SECONDS} to ${FIRST_DROP_SECONDS + DROPS_OVER_SECONDS} s\n`,
    );
    const killed = await waitForKills(client);
    report(killed, await source.truths(postIds, EXPECTED));
  });
}

type Session = Awaited<ReturnType<CullClient['monitoring']['list']['query']>>['items'][number];

async function waitForKills(client: CullClient): Promise<readonly Session[]> {
  const started = performance.now();
  for (;;) {
    await pause(LOOK_EVERY_MS);
    const { items } = await client.monitoring.list.query({ limit: VARIANTS });
    const complete = items.filter(({ latency }) => latency.completedAt !== null);
    process.stdout.write(`  ${complete.length} of ${VARIANTS} killed and complete\n`);
    if (complete.length === VARIANTS) return complete;
    if (performance.now() - started > GIVE_UP_AFTER_MS)
      throw new Error(`only ${complete.length} of ${VARIANTS} were killed`);
  }
}

function report(sessions: readonly Session[], truths: ReadonlyMap<string, number | null>): void {
  const observed: number[] = [];
  const decided: number[] = [];
  const completed: number[] = [];
  let early = 0;
  for (const { postId, latency } of sessions) {
    const truth = truths.get(postId);
    if (!truth || latency.observedAt === null || latency.decidedAt === null || latency.completedAt === null) {
      early += 1;
      continue;
    }
    observed.push(Date.parse(latency.observedAt) - truth);
    decided.push(Date.parse(latency.decidedAt) - truth);
    completed.push(Date.parse(latency.completedAt) - truth);
  }
  if (early > 0) process.stdout.write(`  ${early} kills without a time at the source\n`);
  printTable('ms after the drop at the source', {
    observed: summarise(observed),
    decided: summarise(decided),
    'recorded, all steps done': summarise(completed),
  });
}
