import { afterEach, describe, expect, it } from 'vitest';
import { serve, type TestAnswer, type TestRequest, type TestServer } from '../../test/serve';
import { createSource } from '../registry';

const TIMEOUT = { timeoutMs: 10_000 };
const NOW = Date.parse('2026-01-01T00:00:00Z');
const POINTERS = { views: '/stats/views', interactions: ['/stats/likes', '/stats/replies'] };

let server: TestServer;
afterEach(() => server.close());

async function connect(
  options: object,
  answer: (request: TestRequest) => TestAnswer,
  more: { path?: string; accessToken?: string } = {},
) {
  server = await serve(answer);
  const url = new URL(server.url);
  return createSource(
    {
      platform: 'http',
      baseUrl: `${url.origin}${more.path ?? ''}`,
      accessToken: more.accessToken ?? null,
      options,
    },
    { now: () => NOW },
  );
}
const paths = () => server.requests.map(({ url }) => url.pathname + url.search);

describe('an http source', () => {
  it('adds up what its pointers lead to', async () => {
    const options = { ...POINTERS, url: '/posts/{postId}' };
    const source = await connect(options, () => ({ body: { stats: { views: 9, likes: 2, replies: '3' } } }), {
      path: '/api/',
    });
    expect(await source.read(['a b'], TIMEOUT)).toEqual([
      { ok: true, postId: 'a b', observedAt: NOW, views: 9, interactions: 5 },
    ]);
    expect(paths()).toEqual(['/api/posts/a%20b']);
  });

  it('sends its headers, and the token as a bearer', async () => {
    const options = { ...POINTERS, url: '/{postId}', headers: { 'X-Api-Key': 'some-long-key' } };
    const source = await connect(options, () => ({ status: 400, body: 'no some-long-key here' }), {
      accessToken: 'abc',
    });
    const [reading] = await source.read(['1'], TIMEOUT);
    expect(server.requests[0]?.authorization).toBe('Bearer abc');
    expect(JSON.stringify(reading)).toContain('no [secret] here');
  });

  it('keeps a key in its address to itself', async () => {
    const options = { ...POINTERS, url: '/{postId}?api_key=some-long-key' };
    const source = await connect(options, ({ url }) => ({ status: 400, body: url.href }));
    expect(JSON.stringify(await source.read(['1'], TIMEOUT))).not.toContain('some-long-key');
  });

  it('asks for several posts with one request, and takes 404 for no post of them', async () => {
    const batch = { url: '/posts?ids={postIds}', size: 3, items: '/items', id: '/key' };
    const source = await connect({ ...POINTERS, batch }, () => ({ status: 404, body: '' }));
    const readings = await source.read(['a,b', '..', 'c'], TIMEOUT);
    expect(readings).toMatchObject([
      { postId: 'a,b', failure: { code: 'unavailable', cause: 'refused' } },
      { postId: '..', failure: { code: 'post_gone' } },
      { postId: 'c', failure: { code: 'unavailable', cause: 'refused' } },
    ]);
    expect(paths()).toEqual(['/posts?ids=a%2Cb,c']);
  });

  it.each([200, 400, 404, 410, 422])('is reached if it answers a test with %d', async (status) => {
    const source = await connect({ ...POINTERS, url: '/{postId}' }, () => ({ status, body: {} }));
    expect(await source.test(TIMEOUT)).toBeNull();
  });

  it.each([
    [401, 'token_invalid'],
    [403, 'not_permitted'],
    [405, 'unavailable'],
    [500, 'unavailable'],
  ])('is not reached if it answers a test with %d', async (status, code) => {
    const source = await connect({ ...POINTERS, url: '/{postId}' }, () => ({ status, body: {} }));
    expect(await source.test(TIMEOUT)).toMatchObject({ code });
  });
});

describe('the preset of the earlier system', () => {
  const engagement = { likes_count: 3, comments_count: 2, shares_count: 1, impressions_count: 100 };

  it.each([
    ['has no impressions', { ...engagement, impressions_count: undefined }, '/impressions_count is missing'],
    ['has no comments', { ...engagement, comments_count: null }, '/comments_count is null'],
    ['changes its shape', { engagement }, '/impressions_count is missing'],
  ])('gives no reading where the answer %s', async (_name, body, words) => {
    const source = await connect({ preset: 'threads-agent' }, () => ({ body }));
    const [reading] = await source.read(['1'], TIMEOUT);
    expect(reading).toMatchObject({
      failure: { code: 'no_reading', detail: expect.stringContaining(words) },
    });
  });
});

describe('the preset of X', () => {
  const window = (remaining: number) => ({
    'x-rate-limit-limit': '900',
    'x-rate-limit-remaining': String(remaining),
    'x-rate-limit-reset': String(NOW / 1_000 + 300),
  });

  it('asks for 100 posts with one request, and leaves out ids that X would refuse all of them for', async () => {
    const source = await connect({ preset: 'x' }, () => ({ body: { data: [] } }), { accessToken: 'abc' });
    const postIds = Array.from({ length: 99 }, (_, number) =>
      String(1_893_000_000_000_000_000n + BigInt(number)),
    );
    const readings = await source.read(['not-an-id', ...postIds], TIMEOUT);
    expect(readings.every(({ ok }) => !ok)).toBe(true);
    expect(paths()).toEqual([`/2/tweets?ids=${postIds.join(',')}&tweet.fields=public_metrics`]);
  });

  it('knows the limits that the headers tell, until they are over', async () => {
    const source = await connect({ preset: 'x' }, () => ({ headers: window(225), body: { data: [] } }));
    expect(source.usage()).toEqual({ usedPercent: null, callsPerDay: null });
    await source.read(['1'], TIMEOUT);
    expect(source.usage()).toEqual({ usedPercent: 75, callsPerDay: 86_400 });
  });

  it('comes back when the limit ends', async () => {
    const source = await connect({ preset: 'x' }, () => ({ status: 429, headers: window(0), body: {} }));
    expect(await source.read(['1'], TIMEOUT)).toMatchObject([
      { failure: { code: 'rate_limited', scope: 'account', retryAt: NOW + 300_000 } },
    ]);
  });
});
