import { setTimeout as pause } from 'node:timers/promises';
import { type CullClient, createCullClient } from '@cull/client';
import { API_KEY } from './api-key';
import { CELLS, type Cell, type DropCell } from './drop-cells';
import { DROP_COLUMNS, type DroppedVariant, dropCells, summarizeDrops } from './drop-report';
import { type Summary, summarize } from './percentiles';
import { type AudienceOptions, connectSource, type Source } from './source';
import { printLines } from './table';
import { withCull } from './with-cull';

const DROPPING = 500;
const CONTROLS = 50;
const EXPECTED = 0.06;
const VIEWS_PER_MINUTE = 6_000;
/** The longest that the source can simulate: views stay constant for a window of 10 min. */
const DECAY_MINUTES = 10_080;
const FIRST_DROP_SECONDS = 45;
/** Spread out, because an account whose posts all stop reacting at once looks like a frozen source. */
const DROPS_OVER_SECONDS = 60;
const WITHIN_MS = 90_000;
/** Kills decided in the last second still need their steps. */
const SETTLE_MS = 3_000;
const CHECK_EVERY_MS = 5_000;

/**
 * Measures the time from a drop at the source (views stop engaging) to all kill steps done: 500 variants that were
 * exactly healthy until then, and 50 controls that stay healthy, all watched by the whole product.
 * @param names Cells to run, in this order.
 */
export async function dropLatency(names: readonly DropCell[]): Promise<void> {
  const lines: string[][] = [];
  for (const name of names) {
    process.stdout.write(`  ${name}\n`);
    await withCull(async ({ url, fakeThreadsUrl }) => {
      const client = createCullClient({ url, apiKey: API_KEY });
      lines.push([name, ...(await runCell(client, connectSource(fakeThreadsUrl), CELLS[name]))]);
    });
  }
  printLines([
    ['s from drop to all steps done', ...DROP_COLUMNS, 'controls killed', 'check gap p99'],
    ...lines,
  ]);
}

async function runCell(
  client: CullClient,
  source: Source,
  { delaySeconds, values }: Cell,
): Promise<string[]> {
  await client.thresholds.set.mutate({ scope: { type: 'global' }, values, note: 'Policy of this cell' });
  const drops = new Map<string, number>();
  for (let index = 0; index < DROPPING; index += 1) {
    const dropAfterSeconds = FIRST_DROP_SECONDS + (index * DROPS_OVER_SECONDS) / DROPPING;
    const { postId, publishedAt } = await source.publishOne(audienceOf(delaySeconds, dropAfterSeconds));
    drops.set(postId, publishedAt + dropAfterSeconds * 1_000);
  }
  const controls: string[] = [];
  while (controls.length < CONTROLS)
    controls.push((await source.publishOne(audienceOf(delaySeconds, null))).postId);
  const variants = [
    ...[...drops.keys()].map((postId) => aVariant(postId, 'drops')),
    ...controls.map((postId) => aVariant(postId, 'controls')),
  ];
  await client.variants.postedMany.mutate({ variants });
  await untilKilled(client, Math.max(...drops.values()) + WITHIN_MS + SETTLE_MS);
  const killed = await readSessions(client, DROPS_KILLED);
  const healthy = await readSessions(client, { campaignId: 'controls' });
  const controlsKilled = healthy.filter(({ status }) => status === 'killed').length;
  return [
    ...dropCells(summarizeDrops(outcomesOf(drops, killed), WITHIN_MS)),
    `${controlsKilled} of ${CONTROLS}`,
    ((await checkGaps(client, healthy)).p99 / 1_000).toFixed(1),
  ];
}

function audienceOf(reactionDelaySeconds: number, dropAfterSeconds: number | null): AudienceOptions {
  return {
    viewsPerMinute: VIEWS_PER_MINUTE,
    engagementRate: EXPECTED,
    reactionDelaySeconds,
    dropAfterSeconds,
    decayMinutes: DECAY_MINUTES,
  };
}

function aVariant(postId: string, campaignId: 'drops' | 'controls') {
  return {
    variantId: postId,
    postId,
    personaId: 'bench',
    campaignId,
    expectedEngagementRate: EXPECTED,
    scheduledPosts: [{ id: 'next', publishAt: new Date(Date.now() + 86_400_000).toISOString() }],
  };
}

/** Waits until all that drop are killed with all steps done, or until the deadline in epoch milliseconds. */
async function untilKilled(client: CullClient, deadline: number): Promise<void> {
  while (Date.now() < deadline) {
    await pause(CHECK_EVERY_MS);
    const killed = await readSessions(client, DROPS_KILLED);
    if (killed.filter(({ latency }) => latency.completedAt !== null).length === DROPPING) return;
  }
}

type Session = Awaited<ReturnType<CullClient['monitoring']['list']['query']>>['items'][number];

interface Filter {
  readonly campaignId: 'drops' | 'controls';
  readonly status?: 'killed';
}

const DROPS_KILLED: Filter = { campaignId: 'drops', status: 'killed' };

async function readSessions(client: CullClient, filter: Filter): Promise<Session[]> {
  return (await client.monitoring.list.query({ ...filter, limit: DROPPING })).items;
}

/** Milliseconds between the checks of variants that nothing could kill. */
async function checkGaps(client: CullClient, sessions: readonly Session[]): Promise<Summary> {
  const gaps: number[] = [];
  for (const { monitoringId } of sessions) {
    const { points } = await client.monitoring.curve.query({ monitoringId, maxPoints: 5_000 });
    const instants = points.map(({ at }) => Date.parse(at));
    gaps.push(...instants.slice(1).map((at, index) => at - (instants[index] ?? Number.NaN)));
  }
  return summarize(gaps);
}

function outcomesOf(drops: ReadonlyMap<string, number>, killed: readonly Session[]): DroppedVariant[] {
  const byPost = new Map(killed.map((session) => [session.postId, session]));
  return [...drops].map(([postId, droppedAt]) => {
    const { latency, killReason = null } = byPost.get(postId) ?? {};
    const decidedAt = instantOf(latency?.decidedAt);
    return { droppedAt, decidedAt, completedAt: instantOf(latency?.completedAt), reason: killReason };
  });
}

function instantOf(iso: string | null | undefined): number | null {
  return iso ? Date.parse(iso) : null;
}
