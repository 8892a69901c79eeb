import { z } from 'zod';
import type { Containers } from './containers';
import type { Faults } from './faults';
import {
  invalidParameter,
  missingToken,
  postGone,
  type Reply,
  rateLimited,
  unknownPath,
} from './graph-errors';
import { insightsBody, METRICS, malformedBody, parseInsightsQuery } from './insights';
import type { PostStore } from './posts';
import type { RateWindow } from './rate-window';
import { SCENARIO_NAMES } from './scenarios';

/** One call of the Graph API: a request of its own, or one of a batch. */
export interface GraphCall {
  readonly method: string;
  /** Below the version, with a leading slash. */
  readonly path: string;
  readonly parameters: URLSearchParams;
}

/** What the Graph face works on. */
export interface GraphContext {
  readonly posts: PostStore;
  readonly containers: Containers;
  readonly faults: Faults;
  readonly rateWindow: RateWindow;
  readonly now: () => number;
}

export type GraphRoute = 'insights' | 'delete' | 'container' | 'publish' | 'me' | 'unknown';

const SAFE_ID = /^[\w-]{1,100}$/;
const LONGEST_TEXT = 500;

/** The route of a call and the object that it names. */
export function routeOf({ method, path }: GraphCall): { route: GraphRoute; objectId: string } {
  const [, objectId = '', edge, ...more] = path.split('/');
  const route = `${method} ${edge ?? ''}`;
  if (!SAFE_ID.test(objectId) || more.length > 0) return { route: 'unknown', objectId };
  if (route === 'GET insights') return { route: 'insights', objectId };
  if (route === 'DELETE ') return { route: 'delete', objectId };
  if (route === 'POST threads') return { route: 'container', objectId };
  if (route === 'POST threads_publish') return { route: 'publish', objectId };
  return { route: path === '/me' && method === 'GET' ? 'me' : 'unknown', objectId };
}

/** Answers one call. Faults of the whole source have been dealt with before. */
export function answerCall(context: GraphContext, call: GraphCall, accessToken: string | null): Reply {
  if (accessToken === null) return missingToken();
  const waitSeconds = context.rateWindow.take();
  if (waitSeconds !== null) return rateLimited(400, waitSeconds);
  const { route, objectId } = routeOf(call);
  switch (route) {
    case 'insights':
      return insights(context, objectId, call.parameters, accessToken);
    case 'delete':
      return remove(context, objectId, accessToken);
    case 'container':
      return createContainer(context, objectId, call.parameters);
    case 'publish':
      return publish(context, objectId, call.parameters);
    case 'me':
      return json({ id: '17841400000000000', username: 'fake' });
    case 'unknown':
      return unknownPath(call.path);
  }
}

function insights(
  context: GraphContext,
  postId: string,
  parameters: URLSearchParams,
  accessToken: string,
): Reply {
  const { posts, faults } = context;
  const refusal = faults.refusalOfPost(postId, accessToken);
  if (refusal !== null) return refusal;
  const query = parseInsightsQuery(postId, parameters);
  if (query === null) {
    return invalidParameter(`metric must be a list of the following values: ${METRICS.join(', ')}`);
  }
  const post = posts.find(postId);
  if (post === null || post.deletedAt !== null) return postGone(postId, 'get');
  const counters = faults.distort(postId, (at) => posts.read(post, at));
  const shape = faults.malformedShape(postId);
  if (shape !== null) return { status: 200, body: malformedBody(shape, query, counters) };
  return { status: 200, body: insightsBody(query, counters) };
}

function remove({ posts, faults }: GraphContext, postId: string, accessToken: string): Reply {
  const refusal = faults.refusalOfPost(postId, accessToken);
  if (refusal !== null) return refusal;
  const post = posts.find(postId);
  if (post === null || post.deletedAt !== null) return postGone(postId, 'delete');
  posts.remove(post);
  return json({ success: true, deleted_id: postId });
}

const containerSchema = z.object({
  media_type: z.literal('TEXT', { error: 'TEXT, the only kind that this server takes' }),
  text: z.string({ error: 'a text' }).min(1).max(LONGEST_TEXT),
  sim: z.enum(SCENARIO_NAMES).optional(),
});

function createContainer({ containers }: GraphContext, userId: string, parameters: URLSearchParams): Reply {
  const parsed = containerSchema.safeParse(Object.fromEntries(parameters));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return invalidParameter(`Param ${issue?.path.join('.')} must be: ${issue?.message}`);
  }
  return json({ id: containers.add({ userId, scenario: parsed.data.sim ?? null }) });
}

function publish({ containers, posts }: GraphContext, userId: string, parameters: URLSearchParams): Reply {
  const creationId = parameters.get('creation_id');
  if (creationId === null) return invalidParameter('The parameter creation_id is required.');
  const container = containers.take(creationId);
  if (container === null || container.userId !== userId) return postGone(creationId, 'post');
  const { postId } = posts.publish(container.scenario === null ? {} : { scenario: container.scenario });
  return json({ id: postId });
}

function json(body: object): Reply {
  return { status: 200, body: JSON.stringify(body) };
}
