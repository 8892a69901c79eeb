import { deadlineOf } from '@cull/core';
import { DEFAULT_ACCOUNT, type PostedSession, type Posting, postVariants, readAccount } from '@cull/db';
import { shardOf } from '@cull/queue';
import { TRPCError } from '@trpc/server';
import type { Actor } from '../access/access';
import { postingOutOfReach } from '../access/reach';
import type { Services } from '../context';
import { toIso } from '../schemas/common';
import {
  type PostedInput,
  type PostedOutput,
  type PostedResult,
  postedInput,
  postedManyInput,
  postedManyOutput,
  postedOutput,
} from '../schemas/variants';
import { createExpectations, type Expectations } from '../sessions/expectations';
import { describeIssues, procedureFor, REACHING, router } from '../trpc';

/** Clocks differ by this much at most. */
const FUTURE_MS = 5_000;
/** Older posts are history: there is no window left to watch. */
const PAST_MS = 7 * 86_400_000;

export const variantsRouter = router({
  posted: procedureFor('orchestrate', REACHING)
    .input(postedInput)
    .output(postedOutput)
    .mutation(async ({ ctx: { services, actor }, input }) => {
      const now = services.now();
      const item = { index: 0, input };
      const call = { expectations: createExpectations(services.db, now), actor, now };
      const prepared = await prepare(services, call, item);
      if ('ok' in prepared) throw new TRPCError(prepared.error);
      const result = resultOf(item, await services.batches.post(prepared));
      if (!result.ok) throw new TRPCError(result.error);
      services.notifier.publish({ kind: 'events' });
      const { ok: _, ...session } = result;
      return session;
    }),

  postedMany: procedureFor('orchestrate', REACHING)
    .input(postedManyInput)
    .output(postedManyOutput)
    .mutation(async ({ ctx, input }) => {
      const results: PostedResult[] = [];
      const good: Item[] = [];
      const seen = new Set<string>();
      for (const [index, variant] of input.variants.entries()) {
        const parsed = postedInput.safeParse(variant);
        if (!parsed.success) results[index] = refusal(index, 'BAD_REQUEST', describeIssues(parsed.error));
        else if (seen.has(parsed.data.variantId)) {
          results[index] = refusal(
            index,
            'CONFLICT',
            `variantId: ${parsed.data.variantId} is in this call already`,
          );
        } else {
          seen.add(parsed.data.variantId);
          good.push({ index, input: parsed.data });
        }
      }
      const posted = await postAll(ctx.services, ctx.actor, good);
      for (const [position, { index }] of good.entries()) {
        const result = posted[position];
        if (result !== undefined) results[index] = result;
      }
      return { results };
    }),
});

interface Item {
  readonly index: number;
  readonly input: PostedInput;
}

async function postAll(
  services: Services,
  actor: Actor,
  items: readonly Item[],
): Promise<readonly PostedResult[]> {
  const now = services.now();
  const call = { expectations: createExpectations(services.db, now), actor, now };
  const prepared = await Promise.all(items.map((item) => prepare(services, call, item)));
  const postings = prepared.filter((result): result is Posting => !('ok' in result));
  const sessions = new Map<string, PostedSession>();
  if (postings.length > 0) {
    for (const session of await postVariants(services.db.pool, postings, now))
      sessions.set(session.variantId, session);
    services.notifier.publish({ kind: 'events' });
  }
  return items.map((item, position): PostedResult => {
    const result = prepared[position];
    if (result !== undefined && 'ok' in result) return result;
    const { variantId } = item.input;
    const session = sessions.get(variantId);
    if (session === undefined) throw new Error(`variant ${variantId} got no session`);
    return resultOf(item, session);
  });
}

/** What a posting comes to that got, or met, this session. */
function resultOf({ index, input }: Item, session: PostedSession): PostedResult {
  if (session.postId === input.postId) return { ok: true, ...toOutput(session) };
  const message = `postId: ${input.variantId} is monitored already, under its post ${session.postId}`;
  return refusal(index, 'CONFLICT', message);
}

/** What the postings of one call share. */
interface Call {
  readonly expectations: Expectations;
  readonly actor: Actor;
  readonly now: number;
}

async function prepare(
  services: Services,
  { expectations, actor, now }: Call,
  { index, input }: Item,
): Promise<Posting | Refusal> {
  const startedAt = input.postedAt === undefined ? now : Date.parse(input.postedAt);
  if (startedAt > now + FUTURE_MS)
    return refusal(index, 'BAD_REQUEST', `postedAt: ${input.postedAt} is in the future`);
  if (startedAt < now - PAST_MS)
    return refusal(index, 'BAD_REQUEST', `postedAt: ${input.postedAt} is over 7 days ago`);
  const { db, policies } = services;
  const { variantId, personaId, campaignId = null } = input;
  const forbidden = await postingOutOfReach(services, actor, input);
  if (forbidden !== null) return refusal(index, 'FORBIDDEN', forbidden);
  const accountProblem = await problemWithAccount(db, input);
  if (accountProblem !== null) return refusal(index, 'BAD_REQUEST', accountProblem);
  const expectation = await expectations.of(input.expectedEngagementRate, { personaId, campaignId });
  if (typeof expectation === 'string') return refusal(index, 'BAD_REQUEST', expectation);
  const { values } = await policies.resolve({ variantId, personaId, campaignId });
  return {
    variantId,
    personaId,
    campaignId,
    postId: input.postId,
    source: input.source,
    accountId: input.accountId,
    expectedEngagementRate: expectation.rate,
    expectedLow: expectation.low,
    content: input.content ?? null,
    costPerView: input.costPerView ?? null,
    scheduledPosts: input.scheduledPosts.map(({ id, publishAt }) => ({
      id,
      publishAt: Date.parse(publishAt),
    })),
    startedAt,
    deadlineAt: deadlineOf({ startedAt, extendedSeconds: 0 }, values),
    shard: shardOf(variantId),
    actor: actor.name,
  };
}

/** Only a posting that names an account is looked up: who names none has one that there is. */
async function problemWithAccount(
  { pool }: Services['db'],
  { accountId, source }: PostedInput,
): Promise<string | null> {
  if (accountId === undefined) return null;
  if (source === 'push') return 'accountId: pushed samples are read through no account';
  if (accountId === DEFAULT_ACCOUNT || (await readAccount(pool, accountId)) !== null) return null;
  return `accountId: ${accountId} is unknown`;
}

type Refusal = PostedResult & { ok: false };
type RefusalCode = Refusal['error']['code'];

function refusal(index: number, code: RefusalCode, message: string): Refusal {
  return { ok: false, index, error: { code, message } };
}

function toOutput({
  monitoringId,
  variantId,
  status,
  startedAt,
  deadlineAt,
  created,
}: PostedSession): PostedOutput {
  return {
    monitoringId,
    variantId,
    status,
    startedAt: toIso(startedAt),
    deadlineAt: toIso(deadlineAt),
    created,
  };
}
