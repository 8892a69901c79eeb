import { setImmediate as breathe } from 'node:timers/promises';
import { calibrate, ReactionEstimator } from '@cull/core';
import {
  type KillJudgement,
  readKillBuckets,
  readKillFigures,
  readKillJudgements,
  readOutcomes,
  readRecordings,
} from '@cull/db';
import { sinceOf } from '../period';
import { toIso } from '../schemas/common';
import {
  calibrationOutput,
  killsOutput,
  periodInput,
  reactionsInput,
  reactionsOutput,
  timelineOutput,
} from '../schemas/insights';
import { procedureFor, router } from '../trpc';

const PERIOD = { defaultDays: 7, maxDays: 90 } as const;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
/** Kills of more than two days are counted by the day. */
const HOURLY_UP_TO_MS = 2 * DAY_SECONDS * 1_000;
const MAX_OUTCOMES = 50_000;
/** A few milliseconds of one core each; more would narrow no interval that matters. */
const MAX_RECORDINGS = 300;

/** What an account's own history says of its policies and its expectations. */
export const insightsRouter = router({
  /** Expected against realised engagement rates: of everything, of each persona, of each campaign. */
  calibration: procedureFor('read')
    .input(periodInput)
    .output(calibrationOutput)
    .query(async ({ ctx: { services }, input }) => {
      const since = sinceOf(input.since, services.now(), PERIOD);
      const read = await readOutcomes(services.db.pool, since, MAX_OUTCOMES + 1);
      const outcomes = read.slice(0, MAX_OUTCOMES);
      return {
        since: toIso(since),
        truncated: read.length > MAX_OUTCOMES,
        total: calibrate(outcomes),
        personas: grouped(outcomes, ({ personaId }) => personaId).map(([personaId, own]) => ({
          personaId,
          ...calibrate(own),
        })),
        campaigns: grouped(outcomes, ({ campaignId }) => campaignId).map(([campaignId, own]) => ({
          campaignId,
          ...calibrate(own),
        })),
      };
    }),

  /** How long a persona's reactions lag behind views, and how much one viewer's several reactions inflate counts. */
  reactions: procedureFor('read')
    .input(reactionsInput)
    .output(reactionsOutput)
    .query(async ({ ctx: { services }, input: { personaId, since: wanted }, signal }) => {
      const now = services.now();
      const since = sinceOf(wanted, now, PERIOD);
      const filter = { scopeType: 'persona', scopeId: personaId, since, limit: MAX_RECORDINGS } as const;
      const estimator = new ReactionEstimator();
      for await (const { session, samples } of readRecordings(services.db.pool, filter, now)) {
        signal?.throwIfAborted();
        estimator.add(session.startedAt, samples);
        // Others get their turn between two recordings.
        await breathe();
      }
      return { since: toIso(since), estimate: estimator.estimate() };
    }),

  /** Kills over time, how fast they were, and what they saved. */
  timeline: procedureFor('read')
    .input(periodInput)
    .output(timelineOutput)
    .query(async ({ ctx: { services }, input }) => {
      const now = services.now();
      const since = sinceOf(input.since, now, PERIOD);
      const bucketSeconds = now - since <= HOURLY_UP_TO_MS ? HOUR_SECONDS : DAY_SECONDS;
      const [buckets, figures] = await Promise.all([
        readKillBuckets(services.db.pool, since, bucketSeconds),
        readKillFigures(services.db.pool, since),
      ]);
      const { observedToDecided, decidedToDone, observedToDone, histogram, ...rest } = figures;
      return {
        since: toIso(since),
        bucketSeconds,
        buckets: buckets.map(({ at, ...bucket }) => ({ at: toIso(at), ...bucket })),
        ...rest,
        latency: { observedToDecided, decidedToDone, observedToDone, histogram: [...histogram] },
      };
    }),

  /** Kills, and how many of them turned out to be wrong. */
  kills: procedureFor('read')
    .input(periodInput)
    .output(killsOutput)
    .query(async ({ ctx: { services }, input }) => {
      const since = sinceOf(input.since, services.now(), PERIOD);
      const personas = await readKillJudgements(services.db.pool, since);
      const total = (figure: (own: KillJudgement) => number) =>
        personas.reduce((sum, own) => sum + figure(own), 0);
      return {
        since: toIso(since),
        total: {
          kills: total(({ kills }) => kills),
          judged: total(({ judged }) => judged),
          regretted: total(({ regretted }) => regretted),
        },
        personas: [...personas],
      };
    }),
});

/** In the order of first appearance; what has no key belongs to no group. */
function grouped<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | null,
): readonly (readonly [string, readonly Item[]])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const group = groups.get(key) ?? [];
    group.push(item);
    groups.set(key, group);
  }
  return [...groups];
}
