import { CLOCK_TOLERANCE_MS } from '@cull/core';
import { readKnownVariants, readPushTargets } from '@cull/db';
import type { Payload } from '@cull/queue';
import type { Actor } from '../access/access';
import { outOfReach } from '../access/reach';
import type { Services } from '../context';
import { ingestInput, ingestOutput, type SampleInput, sampleInput } from '../schemas/metrics';
import { assertKeptUp } from '../sessions/sample-backlog';
import { describeIssues, procedureFor, REACHING, router } from '../trpc';

type QueuedSample = Payload<'samples'>['samples'][number];

export const metricsRouter = router({
  ingest: procedureFor('ingest', REACHING)
    .input(ingestInput)
    .output(ingestOutput)
    .mutation(async ({ ctx: { services, actor }, input }) => {
      const rejected: { index: number; reason: string }[] = [];
      const good: { index: number; sample: SampleInput }[] = [];
      for (const [index, item] of input.samples.entries()) {
        const parsed = sampleInput.safeParse(item);
        if (parsed.success) good.push({ index, sample: parsed.data });
        else rejected.push({ index, reason: `invalid: ${describeIssues(parsed.error)}` });
      }
      const { jobs, refused } = await assign(services, actor, good);
      await assertKeptUp(
        services,
        jobs.map(({ shard }) => shard),
      );
      await services.producer.addSamples(jobs);
      rejected.push(...refused);
      const accepted = input.samples.length - rejected.length;
      services.metrics.ingestedSamples.inc({ result: 'accepted' }, accepted);
      services.metrics.ingestedSamples.inc({ result: 'rejected' }, rejected.length);
      return { accepted, rejected: rejected.sort((a, b) => a.index - b.index) };
    }),
});

/** Finds each sample's live session, and makes one job for each shard. */
async function assign(
  { db, now }: Services,
  actor: Actor,
  good: readonly { index: number; sample: SampleInput }[],
) {
  const variantIds = [...new Set(good.map(({ sample }) => sample.variantId))];
  const targets = new Map(
    (await readPushTargets(db, variantIds, now())).map((target) => [target.variantId, target]),
  );
  const missing = variantIds.filter((variantId) => !targets.has(variantId));
  const known = missing.length > 0 ? await readKnownVariants(db, missing) : new Set<string>();
  const shards = new Map<number, QueuedSample[]>();
  const refused: { index: number; reason: string }[] = [];
  for (const { index, sample } of good) {
    const { variantId, observedAt, views, interactions } = sample;
    const target = targets.get(variantId);
    if (target === undefined) {
      const reason = known.has(variantId)
        ? `not_monitored: the monitoring of ${variantId} has ended`
        : `unknown_variant: ${variantId} was never posted`;
      refused.push({ index, reason });
    } else if (target.source !== 'push') {
      refused.push({
        index,
        reason: `polled_source: Cull reads the counters of ${variantId} itself`,
      });
    } else {
      const forbidden = outOfReach(actor, { personaId: target.personaId, source: 'push' });
      if (forbidden !== null) {
        refused.push({ index, reason: `forbidden: ${forbidden}` });
        continue;
      }
      const at = Date.parse(observedAt);
      const problem = clockProblem(at, target.startedAt, now());
      if (problem !== null) {
        refused.push({ index, reason: `invalid: observedAt: ${observedAt} is ${problem}` });
        continue;
      }
      if (isImplausible(views, at - target.startedAt)) {
        const most = `more than ${MAX_VIEWS_PER_SECOND} a second since the variant was posted`;
        refused.push({ index, reason: `invalid: views: ${views} is ${most}` });
        continue;
      }
      const samples = shards.get(target.shard) ?? [];
      samples.push({ monitoringId: target.monitoringId, views, interactions, observedAt: at });
      shards.set(target.shard, samples);
    }
  }
  return { jobs: [...shards].map(([shard, samples]) => ({ shard, samples })), refused };
}

/** No post is seen faster: what says so is wrong, and believed it would keep sound samples out. */
const MAX_VIEWS_PER_SECOND = 10_000;
/** Views may arrive before the variant is posted to Cull. */
const HEAD_START_MS = 10_000;

function isImplausible(views: number, ageMs: number): boolean {
  return views > (MAX_VIEWS_PER_SECOND * Math.max(HEAD_START_MS, ageMs)) / 1000;
}

/** Says what no evaluation would believe: the clock of who read the counters differs too much from Cull's. */
function clockProblem(at: number, startedAt: number, now: number): string | null {
  const most = `and at most ${inSeconds(CLOCK_TOLERANCE_MS)} are allowed: check the clock of the machine that read the counters`;
  if (at > now + CLOCK_TOLERANCE_MS) return `${inSeconds(at - now)} ahead of Cull's clock, ${most}`;
  if (at < startedAt - CLOCK_TOLERANCE_MS)
    return `${inSeconds(startedAt - at)} before the variant was posted, ${most}`;
  return null;
}

function inSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
