/**
 * A small orchestrator: posts two variants, pushes their counters once a second, and stops using what Cull kills.
 *
 * Cull's address and a key with the scopes read, ingest and orchestrate come from CULL_URL (http://127.0.0.1:3000) and
 * CULL_API_KEY.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createCullClient, isCullError } from '@cull/client';

const EXPECTED_ENGAGEMENT_RATE = 0.06;
const VIEWS_A_SECOND = 120;
const GIVE_UP_AFTER_MS = 60_000;
const DAY_MS = 86_400_000;

const cull = createCullClient({
  url: process.env['CULL_URL'] ?? 'http://127.0.0.1:3000',
  apiKey: process.env['CULL_API_KEY'],
});

async function main(): Promise<void> {
  const run = randomUUID().slice(0, 8);
  const personaId = `example-${run}`;
  // How often their viewers really engage: the second one is far below what is expected.
  const rates = new Map([
    [`good-${run}`, 0.06],
    [`dud-${run}`, 0.012],
  ]);
  const { results } = await cull.variants.postedMany.mutate({
    variants: [...rates.keys()].map((variantId) => ({
      variantId,
      personaId,
      postId: `post-${variantId}`,
      source: 'push',
      expectedEngagementRate: EXPECTED_ENGAGEMENT_RATE,
      scheduledPosts: [{ id: 'tomorrow', publishAt: new Date(Date.now() + DAY_MS).toISOString() }],
    })),
  });
  for (const result of results) {
    if (!result.ok) throw new Error(result.error.message);
    console.log(`${result.variantId}: watched until ${result.deadlineAt}`);
  }

  const live = new Map(rates);
  // Cull reports a kill as soon as it is recorded; the stream resumes where the network breaks.
  const events = cull.live.events.subscribe(undefined, {
    onData: ({ data: { type, variantId, data } }) => {
      if (type === 'variant.killed' && variantId !== null && live.delete(variantId))
        console.log(`${variantId}: killed. ${data['text']}`);
    },
    onError: (error) => console.error(`no more events: ${error.message}`),
  });
  const giveUpAt = Date.now() + GIVE_UP_AFTER_MS;
  for (let second = 1; live.size === rates.size; second += 1) {
    if (Date.now() > giveUpAt) throw new Error('nothing was killed in time: does a worker run?');
    await pause(1_000);
    const observedAt = new Date().toISOString();
    const views = second * VIEWS_A_SECOND;
    const samples = [...live].map(([variantId, rate]) => {
      return { variantId, views, interactions: Math.round(views * rate), observedAt };
    });
    const { rejected } = await cull.metrics.ingest.mutate({ samples });
    for (const { index, reason } of rejected) console.error(`${samples[index]?.variantId}: ${reason}`);
  }
  events.unsubscribe();

  const { items } = await cull.pool.list.query({ personaId });
  console.log(`still to be used: ${items.map(({ variantId }) => variantId).join(', ')}`);
}

try {
  await main();
} catch (error) {
  // Everything else is a bug, and its stack is wanted.
  if (!isCullError(error)) throw error;
  console.error(`Cull refused: ${error.code}: ${error.message}`);
  process.exitCode = 1;
}
