import { type FakeThreads, startFakeThreads } from '@cull/fake-threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createThreadsClient, type ThreadsClient, ThreadsError } from './index';

const START = Date.parse('2026-01-01T00:00:00Z');
const TOKEN = 'THAAsecret-token/with+signs';

let now = START;
let server: FakeThreads;
let client: ThreadsClient;

const connect = (batch: boolean, more: { timeoutMs?: number; baseUrl?: string } = {}) =>
  createThreadsClient({
    baseUrl: server.url,
    accessToken: TOKEN,
    batch,
    now: () => now,
    random: () => 0,
    ...more,
  });

const simulate = async (method: string, path: string, body?: object) => {
  const response = await fetch(`${server.url}/_sim/${path}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(await response.text());
};
const fault = (body: object) => simulate('PUT', 'faults', body);
const pin = (postId: string, views: number, interactions: number) =>
  simulate('PUT', `posts/${postId}/counters`, { views, interactions });

beforeEach(async () => {
  now = START;
  server = await startFakeThreads({ seed: 'test', now: () => now });
  for (const postId of ['p1', 'p2', 'p3']) await simulate('POST', 'posts', { postId, scenario: 'winner' });
});
afterEach(async () => {
  await client.close();
  await server.close();
});

describe.each([true, false])('reading insights, batch: %s', (batch) => {
  beforeEach(() => {
    client = connect(batch);
  });
  const readOne = async (postId = 'p1') => {
    const [result] = await client.readInsights([postId]);
    if (result === undefined) throw new Error('There must be one result for each post asked.');
    return result;
  };
  const failureOf = async (postId?: string) => {
    const result = await readOne(postId);
    if (result.ok) throw new Error('The reading was expected to fail.');
    expect(JSON.stringify([result, client.health()])).not.toMatch(/secret-token/);
    return result.failure;
  };

  it('gives one reading for each post, in the order asked', async () => {
    await pin('p1', 100, 1);
    await pin('p2', 200, 2);
    const results = await client.readInsights(['p2', 'nobody', 'p1']);
    expect(results).toMatchObject([
      {
        ok: true,
        postId: 'p2',
        observedAt: START,
        views: 200,
        interactions: 2,
        breakdown: { likes: 2, replies: 0 },
      },
      { ok: false, postId: 'nobody', failure: { code: 'post_gone' } },
      { ok: true, postId: 'p1', views: 100, interactions: 1 },
    ]);
    expect(client.health().state).toBe('healthy');
  });

  it('adds up what counts as an interaction', async () => {
    now += 600_000;
    const result = await readOne();
    if (!result.ok) throw new Error('The reading was expected to succeed.');
    const { likes, replies, reposts, quotes, shares } = result.breakdown;
    expect(result.interactions).toBe(likes + replies + reposts + quotes + shares);
    expect(replies).toBeGreaterThan(0);
  });

  it('reads more posts than fit into one request, and none at all', async () => {
    const ids = Array.from({ length: 120 }, (_, i) => `many-${i}`);
    for (const postId of ids) await simulate('POST', 'posts', { postId, scenario: 'loser' });
    const results = await client.readInsights(ids);
    expect(results.map(({ postId }) => postId)).toEqual(ids);
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(await client.readInsights([])).toEqual([]);
  });

  it('keeps quiet after a 429 until its time is over', async () => {
    await fault({ kind: 'rate_limit', retryAfterSeconds: 7 });
    expect(await failureOf()).toMatchObject({ code: 'rate_limited', retryAt: START + 7_000 });
    await simulate('DELETE', 'faults');
    now += 6_999;
    expect(await failureOf('p2')).toMatchObject({ code: 'rate_limited', retryAt: START + 7_000 });
    expect(client.health()).toMatchObject({ state: 'slow_down', retryAt: START + 7_000 });
    now += 1;
    expect((await readOne()).ok).toBe(true);
    expect(client.health()).toEqual({
      state: 'healthy',
      since: now,
      detail: null,
      retryAt: null,
      usedPercent: null,
    });
  });

  it('waits longer with every refusal, and starts afresh once served', async () => {
    const waits: number[] = [];
    await fault({ kind: 'rate_limit' });
    for (let i = 0; i < 9; i += 1) {
      const failure = await failureOf();
      if (failure.code !== 'rate_limited') throw new Error(failure.detail);
      waits.push(failure.retryAt - now);
      now = failure.retryAt;
    }
    // Half of the doubling span, as the jitter is held at nothing.
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    await simulate('DELETE', 'faults');
    expect((await readOne()).ok).toBe(true);
    await fault({ kind: 'rate_limit' });
    expect(await failureOf()).toMatchObject({ code: 'rate_limited', retryAt: now + 500 });
  });

  it('slows down for the codes of the Graph API too', async () => {
    await simulate('PUT', 'rate-limit', { calls: 1, windowSeconds: 60 });
    await readOne();
    expect((await failureOf()).code).toBe('rate_limited');
    expect(client.health().state).toBe('slow_down');
  });

  it('tells how much of the rate limit is used, until that is long ago', async () => {
    await simulate('PUT', 'rate-limit', { calls: 8, windowSeconds: 3_600 });
    await readOne();
    await readOne();
    expect(client.health().usedPercent).toBe(25);
    await simulate('DELETE', 'rate-limit');
    now += 299_999;
    await readOne();
    expect(client.health().usedPercent).toBe(25);
    now += 1;
    expect(client.health().usedPercent).toBeNull();
  });

  it('calls a source unhealthy after three lost requests in a row', async () => {
    await fault({ kind: 'server_error' });
    expect(await failureOf()).toMatchObject({ code: 'unavailable', cause: 'server_error' });
    await failureOf();
    expect(client.health().state).toBe('healthy');
    now += 1_000;
    await failureOf();
    expect(client.health()).toMatchObject({ state: 'unhealthy', since: now });
    await simulate('DELETE', 'faults');
    await readOne();
    expect(client.health().state).toBe('healthy');
  });

  it('gives up on an answer that does not come, and on one that is too slow', async () => {
    await client.close();
    client = connect(batch, { timeoutMs: 60 });
    for (const body of [{ kind: 'timeout' }, { kind: 'slow', delayMs: 2_000 }]) {
      await fault(body);
      expect(await failureOf()).toMatchObject({ code: 'unavailable', cause: 'timeout' });
      await simulate('DELETE', 'faults');
    }
  });

  it('takes a slow answer that comes in time', async () => {
    await fault({ kind: 'slow', delayMs: 20 });
    expect((await readOne()).ok).toBe(true);
  });

  it('reports counters that stand still or fall as they are: judging them is not its business', async () => {
    now += 60_000;
    await fault({ kind: 'frozen', postIds: ['p1'] });
    await fault({ kind: 'decreasing', postIds: ['p2'] });
    const first = await client.readInsights(['p1', 'p2', 'p3']);
    now += 60_000;
    const second = await client.readInsights(['p1', 'p2', 'p3']);
    const views = (results: typeof first) => results.map((result) => (result.ok ? result.views : Number.NaN));
    const [frozen = 0, decreasing = 0, sound = 0] = views(first);
    const after = views(second);
    expect(after[0]).toBe(frozen);
    expect(after[1]).toBeLessThan(decreasing);
    expect(after[2]).toBeGreaterThan(sound);
  });

  it('tells a bad token from everything else', async () => {
    await fault({ kind: 'token_expired', accessToken: TOKEN });
    expect(await failureOf()).toMatchObject({ code: 'token_invalid' });
    expect(client.health().state).toBe('unhealthy');
    await expect(client.ping()).rejects.toMatchObject({ failure: { code: 'token_invalid' } });
  });

  it('leaves the other posts alone where one is gone or broken', async () => {
    await fault({ kind: 'post_gone', postIds: ['p1'] });
    await fault({ kind: 'malformed', postIds: ['p2'] });
    const results = await client.readInsights(['p1', 'p2', 'p3']);
    const codes = results.map((result) => (result.ok ? 'ok' : result.failure.code));
    expect(codes).toEqual(['post_gone', 'malformed', 'ok']);
  });

  it.each([
    ['fraction', 'data[5].values[0].value', '0.5'],
    ['negative', 'data[5].values[0].value', '-1'],
    ['text', 'data[5].values[0].value', '"many"'],
    ['missing_metric', 'metric shares', 'missing'],
    ['no_values', 'data[5].values', '[]'],
    ['not_json', 'body', '"<html><body>Sorry, something went wrong.</body></html>"'],
  ])('names what is wrong with a malformed answer (%s)', async (shape, field, received) => {
    await pin('p1', 10, 0);
    await fault({ kind: 'malformed', shape });
    const failure = await failureOf();
    expect(failure).toMatchObject({ code: 'malformed', field, received });
    expect(failure.detail).toContain('it needs');
  });

  it('stops when its caller does, without blaming the source', async () => {
    await fault({ kind: 'timeout' });
    const controller = new AbortController();
    const reading = client.readInsights(['p1', 'p2'], controller.signal);
    controller.abort();
    const cancelled = { ok: false, failure: { code: 'unavailable', cause: 'cancelled' } };
    expect(await reading).toMatchObject([cancelled, cancelled]);
    expect(await client.readInsights(['p1'], controller.signal)).toMatchObject([cancelled]);
    expect(client.health().state).toBe('healthy');
  });

  it('says so where nothing listens', async () => {
    await server.close();
    expect(await failureOf()).toMatchObject({ code: 'unavailable', cause: 'network' });
  });
});

describe('posts', () => {
  beforeEach(() => {
    client = connect(false);
  });

  it('publishes in two steps and deletes, twice if need be', async () => {
    const { postId } = await client.publishPost({
      userId: 'me',
      text: 'Hello & welcome',
      parameters: { sim: 'loser' },
    });
    expect((await client.readInsights([postId]))[0]?.ok).toBe(true);
    expect(await client.deletePost(postId)).toEqual({ ok: true, postId, alreadyGone: false });
    expect(await client.deletePost(postId)).toEqual({ ok: true, postId, alreadyGone: true });
  });

  it('throws what went wrong with publishing', async () => {
    const empty = client.publishPost({ userId: 'me', text: '' });
    await expect(empty).rejects.toThrow(ThreadsError);
    await expect(empty).rejects.toMatchObject({ failure: { code: 'unavailable', cause: 'refused' } });
  });

  it('gives the failure of a deletion', async () => {
    await fault({ kind: 'server_error' });
    expect(await client.deletePost('p1')).toMatchObject({
      ok: false,
      postId: 'p1',
      failure: { cause: 'server_error' },
    });
  });

  it('pings', async () => {
    await expect(client.ping()).resolves.toBeUndefined();
    await fault({ kind: 'server_error' });
    await expect(client.ping()).rejects.toThrow(/500/);
  });
});

describe('options', () => {
  beforeEach(() => {
    client = connect(true);
  });

  it.each([
    [{ baseUrl: 'graph.threads.net' }, 'baseUrl needs an http or https address'],
    [{ timeoutMs: 0 }, 'timeoutMs needs whole milliseconds from 1'],
  ])('%j is refused in words', (options, words) => {
    expect(() => connect(true, options)).toThrow(words);
  });

  it('closes twice', async () => {
    await Promise.all([client.close(), client.close()]);
  });
});
