import { startFakeThreads } from '@cull/fake-threads';
import type { ConformancePost, LookAlike } from '../src/conformance';
import { serve, type TestAnswer, type TestRequest } from './serve';

type Posts = ReadonlyMap<string, ConformancePost>;

/** The simulated Threads API. */
export async function threads(): Promise<LookAlike> {
  const server = await startFakeThreads({ seed: 'conformance' });
  const simulate = async (method: string, path: string, body: object) => {
    const response = await fetch(`${server.url}/_sim/${path}`, { method, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
  };
  return {
    url: server.url,
    async put({ postId, views, interactions }) {
      await simulate('POST', 'posts', { postId, scenario: 'winner' });
      await simulate('PUT', `posts/${postId}/counters`, { views, interactions });
    },
    close: server.close,
  };
}

/** The adaptor of the earlier system: `GET /engagement/{thread_id}`. */
export const threadsAgent = () =>
  lookAlike((posts, { url }) => {
    const [, route, encoded = ''] = url.pathname.split('/');
    const post = route === 'engagement' ? posts.get(decodeURIComponent(encoded)) : undefined;
    if (post === undefined) return { status: 404, body: { detail: 'Post not found' } };
    return {
      body: {
        thread_id: post.postId,
        persona_id: 'ada',
        engagement_rate: 0.05,
        likes_count: post.interactions,
        comments_count: 0,
        shares_count: 0,
        impressions_count: post.views,
        published_at: '2026-01-01T00:00:00',
        updated_at: '2026-01-01T00:05:00',
      },
    };
  });

/** Post lookup of the X API: `GET /2/tweets?ids=…&tweet.fields=public_metrics`. */
export const x = () =>
  lookAlike((posts, { url }) => {
    if (url.pathname !== '/2/tweets') return { status: 404, body: { title: 'Not Found Error' } };
    const ids = url.searchParams.get('ids')?.split(',') ?? [];
    const invalid = ids.find((id) => !/^\d{1,19}$/.test(id));
    if (invalid !== undefined || ids.length > 100) return { status: 400, body: invalidRequest(invalid) };
    const found = ids.flatMap((id) => posts.get(id) ?? []);
    const missing = ids.filter((id) => !posts.has(id));
    return {
      headers: {
        'x-rate-limit-limit': '900',
        'x-rate-limit-remaining': '675',
        'x-rate-limit-reset': inMinutes(10),
      },
      body: {
        ...(found.length > 0 && { data: found.map(tweet) }),
        ...(missing.length > 0 && { errors: missing.map(notFound) }),
      },
    };
  });

function tweet({ postId, views, interactions }: ConformancePost) {
  const public_metrics = {
    retweet_count: 0,
    reply_count: 0,
    like_count: interactions,
    quote_count: 0,
    bookmark_count: 0,
    impression_count: views,
  };
  return { id: postId, text: 'hello', edit_history_tweet_ids: [postId], public_metrics };
}

const notFound = (id: string) => ({
  value: id,
  detail: `Could not find tweet with ids: [${id}].`,
  title: 'Not Found Error',
  resource_type: 'tweet',
  parameter: 'ids',
  resource_id: id,
  type: 'https://api.twitter.com/2/problems/resource-not-found',
});

const invalidRequest = (id: string | undefined) => ({
  errors: [{ parameters: { ids: [id] }, message: `The \`ids\` query parameter value [${id}] is not valid` }],
  title: 'Invalid Request',
  detail: 'One or more parameters to your request was invalid.',
  type: 'https://api.twitter.com/2/problems/invalid-request',
});

const inMinutes = (minutes: number) => String(Math.floor(Date.now() / 1_000) + 60 * minutes);

async function lookAlike(answer: (posts: Posts, request: TestRequest) => TestAnswer): Promise<LookAlike> {
  const posts = new Map<string, ConformancePost>();
  const server = await serve((request) => answer(posts, request));
  return {
    url: server.url,
    async put(post) {
      posts.set(post.postId, post);
    },
    close: server.close,
  };
}
