import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type FakeThreads, startFakeThreads } from './server';

const START = Date.parse('2026-01-01T00:00:00Z');
const METRICS = 'views,likes,replies,reposts,quotes,shares';
const TOKEN = 'secret-token';

let now = START;
let server: FakeThreads;

beforeEach(async () => {
  now = START;
  server = await startFakeThreads({ seed: 'test', now: () => now });
});
afterEach(() => server.close());

const call = async (method: string, path: string, body?: object) => {
  const response = await fetch(server.url + path, { method, ...(body && { body: JSON.stringify(body) }) });
  const json: unknown = await response.json();
  return { status: response.status, headers: response.headers, json };
};
const idSchema = z.object({ id: z.string() });
const insightsSchema = z.object({
  data: z.array(z.object({ name: z.string(), values: z.array(z.object({ value: z.number() })) })),
});
const batchSchema = z.array(z.object({ code: z.number(), body: z.string() }));
const createdSchema = z.object({ posts: z.array(z.object({ postId: z.string() })) });
const truthSchema = z.object({
  firstTrueAt: z.string().nullable(),
  views: z.number(),
  interactions: z.number(),
});

const publish = async (scenario: string) => {
  const container = await call(
    'POST',
    `/v1.0/me/threads?media_type=TEXT&text=hello&sim=${scenario}&access_token=${TOKEN}`,
  );
  const { id } = idSchema.parse(container.json);
  const published = await call('POST', `/v1.0/me/threads_publish?creation_id=${id}&access_token=${TOKEN}`);
  return idSchema.parse(published.json).id;
};
const insights = (postId: string) =>
  call('GET', `/v1.0/${postId}/insights?metric=${METRICS}&access_token=${TOKEN}`);
const views = async (postId: string) =>
  insightsSchema.parse((await insights(postId)).json).data.find(({ name }) => name === 'views')?.values[0]
    ?.value;
const batch = async (form: URLSearchParams) => {
  const response = await fetch(`${server.url}/v1.0/`, { method: 'POST', body: form });
  return { status: response.status, json: await response.json() };
};

describe('the Graph face', () => {
  it('publishes in two steps, counts, and deletes', async () => {
    const postId = await publish('winner');
    expect(await views(postId)).toBe(0);
    now += 120_000;
    expect(await views(postId)).toBeGreaterThan(100);
    const path = `/v1.0/${postId}?access_token=${TOKEN}`;
    expect((await call('DELETE', path)).json).toEqual({ success: true, deleted_id: postId });
    const gone = { status: 400, json: { error: { code: 100, error_subcode: 33 } } };
    expect(await call('DELETE', path)).toMatchObject(gone);
    expect(await insights(postId)).toMatchObject(gone);
  });

  it('publishes a container once, and only for its own user', async () => {
    const path = `/v1.0/u1/threads?media_type=TEXT&text=hello&access_token=${TOKEN}`;
    const first = idSchema.parse((await call('POST', path)).json).id;
    const publishAs = (user: string, id: string) =>
      call('POST', `/v1.0/${user}/threads_publish?creation_id=${id}&access_token=${TOKEN}`);
    expect((await publishAs('u1', first)).status).toBe(200);
    expect((await publishAs('u1', first)).status).toBe(400);
    const second = idSchema.parse((await call('POST', path)).json).id;
    expect((await publishAs('u2', second)).status).toBe(400);
  });

  it('answers a batch in the order asked, each with a code of its own', async () => {
    const first = await publish('winner');
    const second = await publish('loser');
    const relative = (postId: string) => ({
      method: 'GET',
      relative_url: `v1.0/${postId}/insights?metric=views`,
    });
    const calls = JSON.stringify([relative(second), relative('unknown'), relative(first)]);
    const { json } = await batch(new URLSearchParams({ batch: calls, access_token: TOKEN }));
    const answers = batchSchema.parse(json);
    expect(answers.map(({ code }) => code)).toEqual([200, 400, 200]);
    expect(answers[0]?.body).toContain(`"id":"${second}/insights/views/lifetime"`);
    expect(answers[2]?.body).toContain(`"id":"${first}/insights/views/lifetime"`);
    const asJson = await fetch(`${server.url}/v1.0/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ access_token: TOKEN, batch: [relative(first)] }),
    });
    expect(batchSchema.parse(await asJson.json())).toHaveLength(1);
  });

  it.each([
    ['no token', 'GET', '/v1.0/1/insights?metric=views', 190],
    ['an unknown post', 'GET', `/v1.0/1/insights?metric=views&access_token=${TOKEN}`, 100],
    ['an unknown path', 'GET', `/v1.0/1/2/3?access_token=${TOKEN}`, 2500],
    ['no text', 'POST', `/v1.0/me/threads?media_type=TEXT&access_token=${TOKEN}`, 100],
    ['another medium', 'POST', `/v1.0/me/threads?media_type=VIDEO&text=a&access_token=${TOKEN}`, 100],
    ['no container', 'POST', `/v1.0/me/threads_publish?access_token=${TOKEN}`, 100],
  ])('answers %s with an error in the Graph shape', async (_name, method, path, code) => {
    const { status, json } = await call(method, path);
    expect(status).toBe(400);
    expect(json).toMatchObject({ error: { message: expect.any(String), type: expect.any(String), code } });
    expect(JSON.stringify(json)).not.toContain(TOKEN);
  });

  it('refuses a metric that it does not know, and a batch of 51', async () => {
    const postId = await publish('winner');
    const unknown = await call('GET', `/v1.0/${postId}/insights?metric=views,clicks&access_token=${TOKEN}`);
    expect(unknown.json).toMatchObject({ error: { code: 100 } });
    const calls = Array.from({ length: 51 }, () => ({ method: 'GET', relative_url: 'me' }));
    const form = new URLSearchParams({ batch: JSON.stringify(calls), access_token: TOKEN });
    expect((await batch(form)).json).toMatchObject({ error: { code: 100 } });
  });

  it('limits calls in a window once told to, each call of a batch counting as one', async () => {
    const postId = await publish('winner');
    await call('PUT', '/_sim/rate-limit', { calls: 2, windowSeconds: 60 });
    expect((await insights(postId)).headers.get('x-app-usage')).toContain('"call_count":50,');
    expect((await insights(postId)).status).toBe(200);
    const refused = await insights(postId);
    expect(refused.json).toMatchObject({ error: { code: 4 } });
    expect(refused.headers.get('retry-after')).toBe('60');
    now += 60_000;
    expect((await insights(postId)).status).toBe(200);
    await call('DELETE', '/_sim/rate-limit');
  });
});

describe('the control face', () => {
  const audience = {
    expectedViewsPerMinute: 600,
    decayMinutes: 30,
    engagementRate: 0.02,
    reactionLagSeconds: 0,
    burstiness: 0,
  };

  it('creates many posts with an audience given, each with counters of its own', async () => {
    const { json } = await call('POST', '/_sim/posts', { audience, count: 20 });
    const ids = createdSchema.parse(json).posts.map(({ postId }) => postId);
    expect(new Set(ids).size).toBe(20);
    now += 60_000;
    const counts = await Promise.all(ids.map(views));
    expect(new Set(counts).size).toBeGreaterThan(5);
  });

  it('pins counters, knows when that made the criterion true, and releases them', async () => {
    await call('POST', '/_sim/posts', { postId: 'p1', scenario: 'winner' });
    now += 1_000;
    await call('PUT', '/_sim/posts/p1/counters', { views: 1_000, interactions: 12 });
    expect(await views('p1')).toBe(1_000);
    const { json } = await call('GET', '/_sim/posts/p1/truth?expected=0.06&killRatio=0.5&minInteractions=10');
    const truth = { firstTrueAt: new Date(now).toISOString(), views: 1_000, interactions: 12 };
    expect(json).toMatchObject(truth);
    const many = await call('POST', '/_sim/truth', {
      posts: [
        { postId: 'p1', expected: 0.06 },
        { postId: 'p2', expected: 0.06 },
      ],
    });
    expect(many.json).toMatchObject({
      results: [
        { found: true, ...truth },
        { found: false, postId: 'p2' },
      ],
    });
    await call('DELETE', '/_sim/posts/p1/counters');
    expect(await views('p1')).toBeLessThan(100);
  });

  it('works out the truth of a simulated post', async () => {
    await call('POST', '/_sim/posts', { postId: 'p1', audience });
    now += 300_000;
    const { json } = await call('GET', '/_sim/posts/p1/truth?expected=0.06');
    const { firstTrueAt, views: seen, interactions } = truthSchema.parse(json);
    expect(Date.parse(firstTrueAt ?? '')).toBeGreaterThan(START);
    expect(interactions / seen).toBeLessThan(0.03);
  });

  it('speeds the audience up without a jump', async () => {
    const postId = await publish('winner');
    now += 10_000;
    const before = await views(postId);
    await call('PUT', '/_sim/speed', { speed: 60 });
    expect(await views(postId)).toBe(before);
    now += 1_000;
    expect(await views(postId)).toBeGreaterThan((before ?? 0) + 50);
  });

  it('lists its scenarios and faults, but never a token', async () => {
    expect((await call('GET', '/_sim/scenarios')).json).toMatchObject({ scenarios: { silent_loser: {} } });
    const { json } = await call('PUT', '/_sim/faults', { kind: 'token_expired', accessToken: TOKEN });
    expect(json).toMatchObject({ faults: [{ kind: 'token_expired', onlyOneToken: true }] });
    expect(JSON.stringify(json)).not.toContain(TOKEN);
    expect((await call('DELETE', '/_sim/faults')).json).toEqual({ faults: [] });
  });

  it.each([
    [
      'POST',
      '/_sim/posts',
      { audience: { ...audience, engagementRate: 2 } },
      400,
      'audience.engagementRate is 2',
    ],
    ['POST', '/_sim/posts', { postId: 'a', count: 2 }, 400, 'a postId goes with a count of 1'],
    ['PUT', '/_sim/faults', { kind: 'flood' }, 400, 'kind is "flood"'],
    ['PUT', '/_sim/speed', { speed: 0 }, 400, 'speed is 0'],
    ['PUT', '/_sim/posts/none/counters', { views: 1, interactions: 1 }, 404, 'no post none'],
    ['PUT', '/_sim/nothing', {}, 404, '/_sim/nothing'],
  ])('%s %s with %j is refused in words', async (method, path, body, status, words) => {
    const answer = await call(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ error: { message: expect.stringContaining(words) } });
  });

  it('refuses an address that cannot be read', async () => {
    expect((await fetch(`${server.url}//`)).status).toBe(400);
  });

  it('refuses a body that is not JSON', async () => {
    const response = await fetch(`${server.url}/_sim/speed`, { method: 'PUT', body: 'fast' });
    expect(response.status).toBe(400);
  });
});

describe('the process', () => {
  it('says that it is alive and ready, and counts what it does', async () => {
    await publish('winner');
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toContain('fake_threads_requests_total{route="publish",status="200"} 1');
    expect(text).toContain('fake_threads_posts 1');
  });

  it('closes at once, twice if asked, even with an answer held back', async () => {
    const postId = await publish('winner');
    await call('PUT', '/_sim/faults', { kind: 'timeout' });
    const held = expect(insights(postId)).rejects.toThrow();
    await Promise.all([server.close(), server.close()]);
    await held;
  });

  it('lets no web page change the simulation', async () => {
    const { status } = await fetch(`${server.url}/_sim/posts`, {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example' },
      body: JSON.stringify({ scenario: 'winner' }),
    });
    expect(status).toBe(403);
  });

  it('refuses an address that is taken', async () => {
    const port = Number(new URL(server.url).port);
    await expect(startFakeThreads({ port })).rejects.toThrow(/EADDRINUSE/);
  });
});
