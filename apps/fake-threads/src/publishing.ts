import { z } from 'zod';
import { type Access, lacks } from './access';
import type { Account } from './accounts';
import { DOCUMENTED } from './budget';
import type { GraphContext } from './graph';
import { invalidParameter, json, postGone, postLimited, type Reply } from './graph-errors';
import { SCENARIO_NAMES } from './scenarios';

const MAX_TEXT_LENGTH = 500;

const containerSchema = z.object({
  media_type: z.literal('TEXT', { error: 'TEXT, the only kind that this server takes' }),
  text: z.string({ error: 'a text' }).min(1).max(MAX_TEXT_LENGTH),
  sim: z.enum(SCENARIO_NAMES).optional(),
});

/** Answers the first step of publishing. */
export function createContainer(
  { containers }: GraphContext,
  access: Access,
  userId: string,
  parameters: URLSearchParams,
): Reply {
  const owner = ownerOf(access, userId);
  if (owner === null) return postGone(userId, 'post');
  const forbidden = lacks(access, 'threads_basic', 'threads_content_publish');
  if (forbidden !== null) return forbidden;
  const parsed = containerSchema.safeParse(Object.fromEntries(parameters));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return invalidParameter(`Param ${issue?.path.join('.')} must be: ${issue?.message}`);
  }
  return json({ id: containers.add({ userId: owner, scenario: parsed.data.sim ?? null }) });
}

/** Answers the second step of publishing. */
export function publish(
  { containers, posts }: GraphContext,
  access: Access,
  userId: string,
  parameters: URLSearchParams,
): Reply {
  const { account } = access.token;
  const forbidden = lacks(access, 'threads_basic', 'threads_content_publish');
  if (forbidden !== null) return forbidden;
  const creationId = parameters.get('creation_id');
  if (creationId === null) return invalidParameter('The parameter creation_id is required.');
  const container = containers.take(creationId);
  if (container === null || container.userId !== ownerOf(access, userId)) return postGone(creationId, 'post');
  const waitSeconds = account.budget.spend('posts');
  if (waitSeconds !== null) return postLimited(waitSeconds);
  const { postId } = posts.publish({ scenario: container.scenario ?? undefined, owner: account.ownerCode });
  return json({ id: postId });
}

/**
 * Answers how much of the publishing and delete quotas is used.
 *
 * The default profile has no limits; it is told the documented ones.
 */
export function publishingLimit(access: Access, userId: string, parameters: URLSearchParams): Reply {
  if (ownerOf(access, userId) === null) return postGone(userId, 'get');
  const forbidden = lacks(access, 'threads_basic');
  if (forbidden !== null) return forbidden;
  const { budget } = access.token.account;
  const { posts, deletes, windowSeconds } = budget.quotas();
  const config = (total: number | null) => ({ quota_total: total, quota_duration: windowSeconds });
  const all = {
    quota_usage: budget.used('posts'),
    config: config(posts ?? DOCUMENTED.posts),
    delete_quota_usage: budget.used('deletes'),
    delete_config: config(deletes ?? DOCUMENTED.deletes),
  };
  const fields = parameters.get('fields')?.split(',');
  const asked = Object.entries(all).filter(([name]) => fields === undefined || fields.includes(name));
  return json({ data: [Object.fromEntries(asked)] });
}

/** Answers who the token's profile is. */
export function profile(access: Access): Reply {
  const { userId, username } = access.token.account;
  return lacks(access, 'threads_basic') ?? json({ id: userId, username });
}

/** The user whose posts these become; null if it is not the token's. The default profile posts under every name. */
function ownerOf({ token: { account } }: Access, userId: string): string | null {
  if (account.ownerCode === null) return userId;
  return isSelf(account, userId) ? account.userId : null;
}

function isSelf(account: Account, userId: string): boolean {
  return userId === 'me' || userId === account.userId;
}
