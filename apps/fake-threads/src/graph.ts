import { type Access, accessOf, canSee, lacks } from './access';
import type { Accounts } from './accounts';
import type { Containers } from './containers';
import type { Faults } from './faults';
import {
  invalidParameter,
  json,
  postGone,
  postLimited,
  type Reply,
  rateLimited,
  unknownPath,
} from './graph-errors';
import { insightsBody, METRICS, parseInsightsQuery } from './insights';
import type { PostStore } from './posts';
import { createContainer, profile, publish, publishingLimit } from './publishing';
import type { RateWindow } from './rate-window';

/** One call of the Graph API: a request of its own, or one of a batch. */
export interface GraphCall {
  readonly method: string;
  /** Below the version, with a leading slash. */
  readonly path: string;
  readonly parameters: URLSearchParams;
}

/** What the Graph face works on. */
export interface GraphContext {
  readonly accounts: Accounts;
  readonly posts: PostStore;
  readonly containers: Containers;
  readonly faults: Faults;
  readonly rateWindow: RateWindow;
  readonly now: () => number;
}

export type GraphRoute = 'insights' | 'delete' | 'container' | 'publish' | 'limits' | 'me' | 'unknown';

const SAFE_ID = /^[\w-]{1,100}$/;
const ROUTES: Readonly<Record<string, GraphRoute>> = {
  'GET insights': 'insights',
  'DELETE ': 'delete',
  'POST threads': 'container',
  'POST threads_publish': 'publish',
  'GET threads_publishing_limit': 'limits',
};

/** The route of a call and the object that it names. */
export function routeOf({ method, path }: GraphCall): { route: GraphRoute; objectId: string } {
  const [, objectId = '', edge, ...more] = path.split('/');
  if (!SAFE_ID.test(objectId) || more.length > 0) return { route: 'unknown', objectId };
  if (path === '/me' && method === 'GET') return { route: 'me', objectId };
  return { route: ROUTES[`${method} ${edge ?? ''}`] ?? 'unknown', objectId };
}

/** Answers one call. Faults of the whole source have been dealt with before. */
export function answerCall(context: GraphContext, call: GraphCall, accessToken: string | null): Reply {
  const permit = accessOf(context.accounts, accessToken, context.now());
  if ('refusal' in permit) return permit.refusal;
  const { access } = permit;
  const waitSeconds = context.rateWindow.take();
  if (waitSeconds !== null) return rateLimited(400, waitSeconds);
  // The Graph API names no time in the answer: it is in the header of the business use case.
  if (access.token.account.budget.spend('calls') !== null) return rateLimited(400);
  const { route, objectId } = routeOf(call);
  switch (route) {
    case 'insights':
      return insights(context, access, objectId, call.parameters);
    case 'delete':
      return remove(context, access, objectId);
    case 'container':
      return createContainer(context, access, objectId, call.parameters);
    case 'publish':
      return publish(context, access, objectId, call.parameters);
    case 'limits':
      return publishingLimit(access, objectId, call.parameters);
    case 'me':
      return profile(access);
    case 'unknown':
      return unknownPath(call.path);
  }
}

function insights(
  { posts, faults }: GraphContext,
  access: Access,
  postId: string,
  parameters: URLSearchParams,
): Reply {
  const { caller } = access;
  const post = posts.find(postId);
  if (post !== null) post.reads += 1;
  const refusal = faults.refusalOfPost(postId, caller);
  if (refusal !== null) return refusal;
  const forbidden = lacks(access, 'threads_basic', 'threads_manage_insights');
  if (forbidden !== null) return forbidden;
  const query = parseInsightsQuery(postId, parameters);
  if (query === null) {
    return invalidParameter(`metric must be a list of the following values: ${METRICS.join(', ')}`);
  }
  if (post === null || post.deletedAt !== null || !canSee(access, post)) return postGone(postId, 'get');
  const counters = faults.distort(postId, caller, (at) => posts.read(post, at));
  return { status: 200, body: insightsBody(query, counters, faults.styleOf(postId, caller)) };
}

function remove({ posts, faults }: GraphContext, access: Access, postId: string): Reply {
  const refusal = faults.refusalOfPost(postId, access.caller) ?? lacks(access, 'threads_basic');
  if (refusal !== null) return refusal;
  const post = posts.find(postId);
  // Without the permission to delete, the Graph API says the same as for a post that is gone.
  const isAllowed = lacks(access, 'threads_delete') === null;
  if (post === null || post.deletedAt !== null || !isAllowed || !canSee(access, post))
    return postGone(postId, 'delete');
  const waitSeconds = access.token.account.budget.spend('deletes');
  if (waitSeconds !== null) return postLimited(waitSeconds);
  posts.remove(post);
  return json({ success: true, deleted_id: postId });
}
