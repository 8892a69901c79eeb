import { setTimeout as pause } from 'node:timers/promises';
import { createCullClient } from '@cull/client';
import type { Cull } from '@cull/launcher';
import type pg from 'pg';
import { API_KEY } from './api-key';
import { connectSource } from './source';

const EXPECTED = 0.06;
const BATCH = 500;
/** Late enough for nearly every variant to have its ten interactions by then. */
const FIRST_DROP_SECONDS = 15;
/** Spread, so that kills come one by one and not as one wave. */
const DROPS_OVER_SECONDS = 15;
/** At twice the expected rate and constant views, it takes three times the age at the drop to fall to half of expected. */
const HOLDS_AT_AGES = 4;
const DROPS = 30;
const GIVE_UP_AFTER_MS = 300_000;
const LOOK_EVERY_MS = 5_000;
const NEVER_SECONDS = 86_400;

/** When things happened to a killed variant, in milliseconds after its kill criterion first held at the source. */
export interface KillTimes {
  readonly observed: number;
  readonly decided: number;
  readonly completed: number;
}

export interface DropOptions {
  /** Those that drop included. */
  readonly live: number;
  readonly dropping: number;
  /** Whose posts they are at the look-alike, and their persona; left out: the default account's. */
  readonly accountId?: string | undefined;
}

/** Live variants. Some of them drop. */
export interface DropCampaign {
  /** When about half of the kills are due, epoch milliseconds. */
  readonly middleAt: number;
  /** Waits until all that drop are killed with all steps done. */
  killed(): Promise<readonly KillTimes[]>;
  /** Sessions that did not end exactly once: none where all is well. */
  wrong(): Promise<number>;
}

/**
 * Makes `live` variants whose audience engages well; the posts of `dropping` of them are not engaged with any more from the
 * 15th to the 30th second on, so that kills are due from the 60th to the 120th.
 */
export async function startDropCampaign(
  { url, fakeThreadsUrl }: Cull,
  db: pg.Pool,
  { live, dropping, accountId }: DropOptions,
): Promise<DropCampaign> {
  const client = createCullClient({ url, apiKey: API_KEY });
  const source = connectSource(fakeThreadsUrl);
  const post = async (postIds: readonly string[]) => {
    const variants = postIds.map((postId) => ({
      variantId: postId,
      postId,
      personaId: accountId ?? 'bench',
      expectedEngagementRate: EXPECTED,
      scheduledPosts: [{ id: 'next', publishAt: new Date(Date.now() + 86_400_000).toISOString() }],
    }));
    await client.variants.postedMany.mutate({ variants });
  };
  for (let left = live - dropping; left > 0; left -= BATCH)
    await post(await source.publish(Math.min(BATCH, left), NEVER_SECONDS, accountId));
  const begunAt = Date.now();
  const postIds: string[] = [];
  for (let drop = 0; drop < DROPS; drop += 1) {
    const count = Math.floor(((drop + 1) * dropping) / DROPS) - Math.floor((drop * dropping) / DROPS);
    if (count === 0) continue;
    const dropAfterSeconds = FIRST_DROP_SECONDS + (drop * DROPS_OVER_SECONDS) / DROPS;
    postIds.push(...(await source.publish(count, dropAfterSeconds, accountId)));
  }
  await post(postIds);
  process.stdout.write(
    `  ${live} variants live, the rates of ${dropping} drop after ${FIRST_DROP_SECONDS} to ${FIRST_DROP_SECONDS + DROPS_OVER_SECONDS} s\n`,
  );
  return {
    middleAt: begunAt + HOLDS_AT_AGES * (FIRST_DROP_SECONDS + DROPS_OVER_SECONDS / 2) * 1_000,
    killed: async () => {
      const rows = await waitForKills(db, postIds);
      const truths = await source.truths(postIds, EXPECTED);
      return rows.flatMap(({ postId, observed, decided, completed }) => {
        const truth = truths.get(postId);
        if (!truth) return [];
        return [{ observed: observed - truth, decided: decided - truth, completed: completed - truth }];
      });
    },
    wrong: async () => {
      const { rows } = await db.query<{ wrong: string }>(
        `SELECT count(*) AS wrong FROM variant_monitoring m
         WHERE (m.status = 'killed') <> (m.post_id = ANY($1))
            OR (SELECT count(*) FROM decisions d WHERE d.monitoring_id = m.id) <> (m.status = 'killed')::int
            OR (SELECT count(*) FROM events e WHERE e.monitoring_id = m.id AND e.type = 'variant.killed')
               <> (m.status = 'killed')::int`,
        [postIds],
      );
      return Number(rows[0]?.wrong);
    },
  };
}

interface KilledRow {
  readonly postId: string;
  readonly observed: number;
  readonly decided: number;
  readonly completed: number;
}

async function waitForKills(db: pg.Pool, postIds: readonly string[]): Promise<readonly KilledRow[]> {
  const count = postIds.length;
  const started = performance.now();
  for (;;) {
    await pause(LOOK_EVERY_MS);
    const { rows } = await db.query<KilledRow>(
      `SELECT post_id AS "postId", extract(epoch FROM observed_at)::float8 * 1000 AS observed,
              extract(epoch FROM decided_at)::float8 * 1000 AS decided,
              extract(epoch FROM completed_at)::float8 * 1000 AS completed
       FROM variant_monitoring WHERE status = 'killed' AND completed_at IS NOT NULL AND post_id = ANY($1)`,
      [postIds],
    );
    process.stdout.write(`  ${rows.length} of ${count} killed and complete\n`);
    if (rows.length >= count) return rows;
    if (performance.now() - started > GIVE_UP_AFTER_MS)
      throw new Error(`only ${rows.length} of ${count} were killed`);
  }
}
