import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import type { SimulationClock } from './clock';
import { FAULT_KINDS, type Faults, faultSchema } from './faults';
import { HttpError } from './http';
import { interactionsOf, type Post, type PostStore } from './posts';
import { type RateWindow, rateLimitSchema } from './rate-window';
import { SCENARIO_NAMES, SCENARIOS } from './scenarios';
import { audienceSchema } from './settings';
import type { Criterion } from './truth';

/** What the control face works on. */
export interface ControlContext {
  readonly posts: PostStore;
  readonly faults: Faults;
  readonly rateWindow: RateWindow;
  readonly clock: SimulationClock;
  readonly now: () => number;
}

interface ControlRequest {
  /** From the path, where the route names a post. */
  readonly postId: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

type Handler = (context: ControlContext, request: ControlRequest) => object | Promise<object>;

const postIdSchema = z.string().regex(/^[\w-]{1,100}$/, 'letters, digits, _ and -, at most 100');
const newPostsSchema = z
  .strictObject({
    postId: postIdSchema.optional(),
    text: z.string().max(500).optional(),
    audience: audienceSchema.optional(),
    scenario: z.enum(SCENARIO_NAMES).optional(),
    count: z.int().min(1).max(50_000).default(1),
  })
  .refine(({ postId, count }) => postId === undefined || count === 1, 'a postId goes with a count of 1')
  .refine(
    ({ audience, scenario }) => audience === undefined || scenario === undefined,
    'audience or scenario, not both',
  );
const count = z.int().min(0);
const countersSchema = z.strictObject({ views: count, interactions: count });
const criterionSchema = z.object({
  expected: z.coerce.number().gt(0).max(1),
  killRatio: z.coerce.number().gt(0).max(10).default(0.5),
  minInteractions: z.coerce.number().int().min(0).default(10),
});
const truthsSchema = z.strictObject({
  posts: z.array(criterionSchema.extend({ postId: postIdSchema })).max(50_000),
});
const speedSchema = z.strictObject({ speed: z.number().gt(0).max(10_000) });
const clearSchema = z.object({ kind: z.enum(FAULT_KINDS).optional() });

/** Truth of many posts is worked out in slices, so that looks are still answered in between. */
const TRUTH_SLICE = 50;

const HANDLERS: Readonly<Record<string, Handler>> = {
  'POST posts': ({ posts }, { body }) => {
    const { postId, audience, scenario, count: copies } = parse(newPostsSchema, body);
    const wanted = {
      ...(postId === undefined ? {} : { postId }),
      ...(audience === undefined ? {} : { audience }),
      ...(scenario === undefined ? {} : { scenario }),
    };
    if (postId !== undefined && posts.find(postId) !== null)
      throw new HttpError(409, `The post ${postId} exists.`);
    return { posts: Array.from({ length: copies }, () => summary(posts.publish(wanted))) };
  },
  'GET posts/:id': ({ posts, now }, { postId }) => {
    const post = known(posts, postId);
    const { views, ...reactions } = posts.read(post, now());
    const interactions = interactionsOf({ views, ...reactions });
    const pinned = post.pins.some(({ until }) => until === null);
    return { ...summary(post), views, interactions, ...reactions, pinned, settings: post.settings };
  },
  'PUT posts/:id/counters': ({ posts }, { postId, body }) => {
    const { views, interactions } = parse(countersSchema, body);
    posts.pin(known(posts, postId), {
      views,
      likes: interactions,
      replies: 0,
      reposts: 0,
      quotes: 0,
      shares: 0,
    });
    return { postId, views, interactions };
  },
  'DELETE posts/:id/counters': ({ posts }, { postId }) => {
    posts.release(known(posts, postId));
    return { postId };
  },
  'GET posts/:id/truth': ({ posts }, { postId, query }) =>
    truthOf(posts, known(posts, postId), parse(criterionSchema, Object.fromEntries(query))),
  'POST truth': async ({ posts }, { body }) => {
    const results: object[] = [];
    for (const { postId, ...criterion } of parse(truthsSchema, body).posts) {
      const post = posts.find(postId);
      results.push(
        post === null ? { postId, found: false } : { found: true, ...truthOf(posts, post, criterion) },
      );
      if (results.length % TRUTH_SLICE === 0) await nextTurn();
    }
    return { results };
  },
  'PUT faults': ({ faults }, { body }) => {
    faults.set(parse(faultSchema, body));
    return { faults: faults.list() };
  },
  'DELETE faults': ({ faults }, { query }) => {
    faults.clear(parse(clearSchema, Object.fromEntries(query)).kind);
    return { faults: faults.list() };
  },
  'GET faults': ({ faults }) => ({ faults: faults.list() }),
  'PUT rate-limit': ({ rateWindow }, { body }) => {
    const limit = parse(rateLimitSchema, body);
    rateWindow.setLimit(limit);
    return limit;
  },
  'DELETE rate-limit': ({ rateWindow }) => {
    rateWindow.setLimit(null);
    return {};
  },
  'PUT speed': ({ clock }, { body }) => {
    clock.setSpeed(parse(speedSchema, body).speed);
    return { speed: clock.speed() };
  },
  'GET speed': ({ clock }) => ({ speed: clock.speed() }),
  'GET scenarios': () => ({ scenarios: SCENARIOS }),
};

/**
 * Answers a request to the control face.
 *
 * @param path - Below `/_sim/`.
 * @throws HttpError with 400 for a body that does not fit, 404 for an unknown path or post, 409 for a post that exists.
 */
export async function answerControl(
  context: ControlContext,
  request: { method: string; path: string; query: URLSearchParams; body: unknown },
): Promise<object> {
  const [head = '', postId = '', ...tail] = request.path.split('/');
  const pattern = head === 'posts' && postId !== '' ? ['posts', ':id', ...tail].join('/') : request.path;
  const handler = HANDLERS[`${request.method} ${pattern}`];
  if (handler === undefined)
    throw new HttpError(404, `Nothing answers ${request.method} /_sim/${request.path}.`);
  return handler(context, { postId, query: request.query, body: request.body });
}

function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.map(
    ({ path, input, message }) =>
      `${path.length === 0 ? 'the request' : path.join('.')} is ${JSON.stringify(input) ?? 'missing'}: ${message}`,
  );
  throw new HttpError(400, details.join('; '));
}

function known(posts: PostStore, postId: string): Post {
  const post = posts.find(postId);
  if (post === null) throw new HttpError(404, `There is no post ${postId}.`);
  return post;
}

function summary({ postId, publishedAt, deletedAt }: Post): object {
  return { postId, publishedAt: iso(publishedAt), deletedAt: iso(deletedAt) };
}

function truthOf(posts: PostStore, post: Post, criterion: Criterion): object {
  const { firstTrueAt, ...counters } = posts.truth(post, criterion);
  return { postId: post.postId, firstTrueAt: iso(firstTrueAt), ...counters };
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
