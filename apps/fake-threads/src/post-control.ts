import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { type Handlers, parse } from './control-http';
import { HttpError } from './http';
import { interactionsOf, type Post, type PostStore } from './posts';
import { SCENARIO_NAMES } from './scenarios';
import { audienceSchema } from './settings';
import type { Criterion } from './truth';

const postIdSchema = z.string().regex(/^[\w-]{1,100}$/, 'letters, digits, _ and -, at most 100');
const newPostsSchema = z
  .strictObject({
    postId: postIdSchema.optional(),
    text: z.string().max(500).optional(),
    audience: audienceSchema.optional(),
    scenario: z.enum(SCENARIO_NAMES).optional(),
    /** Whose posts they are; absent: the default profile's. */
    accountId: z.string().optional(),
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

/** Truth of many posts is worked out in slices, so that calls are still answered in between. */
const TRUTH_SLICE = 50;

/** The handlers that concern posts. */
export const POST_HANDLERS: Handlers = {
  'POST posts': ({ posts, accounts }, { body }) => {
    const { postId, audience, scenario, accountId, count: copies } = parse(newPostsSchema, body);
    const account = accountId === undefined ? null : accounts.find(accountId);
    if (accountId !== undefined && account === null)
      throw new HttpError(404, `There is no account ${accountId}.`);
    const wanted = { postId, audience, scenario, owner: account?.ownerCode ?? null };
    if (postId !== undefined && posts.find(postId) !== null)
      throw new HttpError(409, `The post ${postId} exists.`);
    return { posts: Array.from({ length: copies }, () => summary(posts.publish(wanted))) };
  },
  'GET posts/:id': ({ posts, now }, { id }) => {
    const post = known(posts, id);
    const { views, ...reactions } = posts.read(post, now());
    const interactions = interactionsOf({ views, ...reactions });
    const pinned = post.pins.some(({ until }) => until === null);
    return { ...summary(post), views, interactions, ...reactions, pinned, settings: post.settings };
  },
  'PUT posts/:id/counters': ({ posts }, { id, body }) => {
    const { views, interactions } = parse(countersSchema, body);
    posts.pin(known(posts, id), {
      views,
      likes: interactions,
      replies: 0,
      reposts: 0,
      quotes: 0,
      shares: 0,
    });
    return { postId: id, views, interactions };
  },
  'DELETE posts/:id/counters': ({ posts }, { id }) => {
    posts.release(known(posts, id));
    return { postId: id };
  },
  'GET posts/:id/truth': ({ posts }, { id, query }) =>
    truthOf(posts, known(posts, id), parse(criterionSchema, Object.fromEntries(query))),
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
};

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
  return { postId: post.postId, firstTrueAt: iso(firstTrueAt), ...counters, reads: post.reads };
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
