import { setImmediate as breathe } from 'node:timers/promises';
import { calibrate, ReactionEstimator } from '@cull/core';
import {
  readFunnel,
  readKillBuckets,
  readKillFigures,
  readKillJudgements,
  readOutcomes,
  readRecordings,
  readSpareGroup,
} from '@cull/db';
import { killCosts } from '../insights/costs';
import { grouped } from '../insights/grouped';
import { killFigures } from '../insights/kills';
import { avoidedFigures, namesIn, sparedFigures } from '../insights/spared';
import { killTimes, personasByCampaign, ratePoints, ratioSpread } from '../insights/spread';
import { sinceOf } from '../period';
import { toIso } from '../schemas/common';
import { costsInput, costsOutput } from '../schemas/costs';
import {
  calibrationOutput,
  killsOutput,
  outcomesOutput,
  periodInput,
  reactionsInput,
  reactionsOutput,
  timelineOutput,
  trendsOutput,
} from '../schemas/insights';
import { noticesOutput } from '../schemas/notices';
import { sparedOutput } from '../schemas/spared';
import { costlyProcedureFor, procedureFor, router } from '../trpc';

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
  /** Expected against realized engagement rates: of everything, of each persona, of each campaign. */
  calibration: costlyProcedureFor('read')
    .input(periodInput)
    .output(calibrationOutput)
    .query(async ({ ctx: { services }, input }) => {
      const now = services.now();
      const since = sinceOf(input.since, now, PERIOD);
      const read = await readOutcomes(services.db.pool, { since, now }, MAX_OUTCOMES + 1);
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

  /** What became of the variants: how many were killed, how far they were from what was expected, and when. */
  outcomes: costlyProcedureFor('read')
    .input(periodInput)
    .output(outcomesOutput)
    .query(async ({ ctx: { services }, input }) => {
      const now = services.now();
      const since = sinceOf(input.since, now, PERIOD);
      const [funnel, read] = await Promise.all([
        readFunnel(services.db.pool, since),
        readOutcomes(services.db.pool, { since, now }, MAX_OUTCOMES + 1),
      ]);
      const outcomes = read.slice(0, MAX_OUTCOMES);
      return {
        since: toIso(since),
        truncated: read.length > MAX_OUTCOMES,
        funnel,
        ratios: ratioSpread(outcomes),
        timesToKill: killTimes(outcomes),
        pairs: personasByCampaign(outcomes),
        points: ratePoints(outcomes),
      };
    }),

  /** How long after their views a persona's reactions come, and how much one viewer's several reactions inflate counts. */
  reactions: costlyProcedureFor('read')
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

  /** Kills over time, how fast they were, and what they avoided. */
  timeline: costlyProcedureFor('read')
    .input(periodInput)
    .output(timelineOutput)
    .query(async ({ ctx: { services }, input }) => {
      const now = services.now();
      const since = sinceOf(input.since, now, PERIOD);
      const bucketSeconds = now - since <= HOURLY_UP_TO_MS ? HOUR_SECONDS : DAY_SECONDS;
      const [buckets, figures, group] = await Promise.all([
        readKillBuckets(services.db.pool, since, bucketSeconds),
        readKillFigures(services.db.pool, since),
        readSpareGroup(services.db.pool, { sparedSince: since, killsSince: since }),
      ]);
      const { observedToDecided, decidedToDone, observedToDone, histogram, ...rest } = figures;
      return {
        since: toIso(since),
        bucketSeconds,
        buckets: buckets.map(({ at, ...bucket }) => ({ at: toIso(at), ...bucket })),
        ...rest,
        ...avoidedFigures(sparedFigures(group, () => true)),
        latency: { observedToDecided, decidedToDone, observedToDone, histogram: [...histogram] },
      };
    }),

  /** Kills and false kills, by persona and by rule. */
  kills: costlyProcedureFor('read')
    .input(periodInput)
    .output(killsOutput)
    .query(async ({ ctx: { services }, input }) => {
      const since = sinceOf(input.since, services.now(), PERIOD);
      const judgements = await readKillJudgements(services.db.pool, since);
      return {
        since: toIso(since),
        total: killFigures(judgements),
        personas: grouped(judgements, ({ personaId }) => personaId).map(([personaId, own]) => ({
          personaId,
          ...killFigures(own),
        })),
      };
    }),

  /** How right the kill verdicts are and what kills avoid, measured on those that were spared at random. */
  spared: costlyProcedureFor('read')
    .input(periodInput)
    .output(sparedOutput)
    .query(async ({ ctx: { services }, input }) => {
      const since = sinceOf(input.since, services.now(), PERIOD);
      const group = await readSpareGroup(services.db.pool, { sparedSince: since, killsSince: since });
      return {
        since: toIso(since),
        total: sparedFigures(group, () => true),
        rules: namesIn(group, 'reason').map((reason) => ({
          reason,
          ...sparedFigures(group, (member) => member.reason === reason),
        })),
        personas: namesIn(group, 'personaId').map((personaId) => ({
          personaId,
          ...sparedFigures(group, (member) => member.personaId === personaId),
        })),
      };
    }),

  /** How many false kills a day each rule is expected to make. */
  costs: costlyProcedureFor('read')
    .input(costsInput)
    .output(costsOutput)
    .query(({ ctx: { services }, input }) => killCosts(services, input.personaId)),

  /** What each hour of the last day brought. */
  trends: procedureFor('read')
    .output(trendsOutput)
    .query(async ({ ctx: { services } }) => ({
      hours: (await services.trends.read()).map(({ at, ...hour }) => ({ at: toIso(at), ...hour })),
    })),

  /** What people should know about how their variants are judged, each with what would end it. */
  notices: procedureFor('read')
    .output(noticesOutput)
    .query(({ ctx: { services } }) => services.notices.read()),
});
