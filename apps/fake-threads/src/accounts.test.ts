import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type FakeThreads, startFakeThreads } from './server';

const START = Date.parse('2026-01-01T00:00:00Z');
const METRICS = 'views,likes,replies,reposts,quotes,shares';
const GONE = { status: 400, json: { error: { code: 100, error_subcode: 33 } } };
const NOT_PERMITTED = { status: 403, json: { error: { code: 10 } } };
const EXPIRED = { status: 400, json: { error: { code: 190, error_subcode: 463 } } };

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

/** An account whose token is `<id>-token`. */
const create = (accountId: string, more: object = {}) =>
  call('POST', '/_sim/accounts', { accountId, accessToken: `${accountId}-token`, ...more });
const update = (accountId: string, changes: object) => call('PUT', `/_sim/accounts/${accountId}`, changes);
const publish = async (token: string, user = 'me') => {
  const container = await call(
    'POST',
    `/v1.0/${user}/threads?media_type=TEXT&text=hello&sim=winner&access_token=${token}`,
  );
  if (container.status !== 200) return container;
  const { id } = idSchema.parse(container.json);
  return call('POST', `/v1.0/${user}/threads_publish?creation_id=${id}&access_token=${token}`);
};
const published = async (token: string) => idSchema.parse((await publish(token)).json).id;
const insights = (postId: string, token: string) =>
  call('GET', `/v1.0/${postId}/insights?metric=${METRICS}&access_token=${token}`);
const remove = (postId: string, token: string) => call('DELETE', `/v1.0/${postId}?access_token=${token}`);

describe('accounts', () => {
  it('see, read and delete only their own posts; the default profile those of all', async () => {
    await create('ada');
    await create('ben');
    const ofAda = await published('ada-token');
    const ofNobody = await published('any-token');
    expect((await insights(ofAda, 'ada-token')).status).toBe(200);
    expect((await insights(ofAda, 'any-token')).status).toBe(200);
    expect(await insights(ofAda, 'ben-token')).toMatchObject(GONE);
    expect(await insights(ofNobody, 'ada-token')).toMatchObject(GONE);
    expect(await remove(ofAda, 'ben-token')).toMatchObject(GONE);
    expect((await remove(ofAda, 'ada-token')).status).toBe(200);
  });

  it('own the posts that the control face makes for them', async () => {
    await create('ada');
    await create('ben');
    await call('POST', '/_sim/posts', { postId: 'p1', scenario: 'winner', accountId: 'ada' });
    expect((await insights('p1', 'ada-token')).status).toBe(200);
    expect(await insights('p1', 'ben-token')).toMatchObject(GONE);
    expect((await call('POST', '/_sim/posts', { accountId: 'nobody' })).status).toBe(404);
  });

  it('own their posts again after a restart, once they are created', async () => {
    await create('ada');
    const postId = await published('ada-token');
    await server.close();
    server = await startFakeThreads({ seed: 'test', now: () => now });
    await create('ada');
    await create('ben');
    expect((await insights(postId, 'ada-token')).status).toBe(200);
    expect(await insights(postId, 'ben-token')).toMatchObject(GONE);
  });

  it('say who they are, and publish under their own name alone', async () => {
    const { json } = await create('ada', { username: 'ada.runs' });
    const { userId } = z.object({ userId: z.string().regex(/^\d{17}$/) }).parse(json);
    const me = { id: userId, username: 'ada.runs' };
    expect((await call('GET', '/v1.0/me?access_token=ada-token')).json).toEqual(me);
    expect((await publish('ada-token', userId)).status).toBe(200);
    expect(await publish('ada-token', 'somebody')).toMatchObject(GONE);
  });

  it('may do what their tokens are permitted to', async () => {
    await create('ada');
    const postId = await published('ada-token');
    await update('ada', { permissions: ['threads_basic', 'threads_manage_insights'] });
    expect((await insights(postId, 'ada-token')).status).toBe(200);
    // As if the post were gone: the real API tells no difference.
    expect(await remove(postId, 'ada-token')).toMatchObject(GONE);
    expect(await publish('ada-token')).toMatchObject(NOT_PERMITTED);
    await update('ada', { permissions: ['threads_basic', 'threads_delete'] });
    expect(await insights(postId, 'ada-token')).toMatchObject(NOT_PERMITTED);
    await update('ada', { permissions: ['threads_manage_insights'] });
    expect(await insights(postId, 'ada-token')).toMatchObject(NOT_PERMITTED);
  });

  it('are refused once their token has expired, each on its own, in batches too', async () => {
    await create('ada', { tokenExpiresAt: new Date(START + 1_000).toISOString() });
    await create('ben');
    const [ofAda, ofBen] = [await published('ada-token'), await published('ben-token')];
    now += 1_000;
    expect(await insights(ofAda, 'ada-token')).toMatchObject(EXPIRED);
    expect((await insights(ofBen, 'ben-token')).status).toBe(200);
    const batch = JSON.stringify([{ method: 'GET', relative_url: `v1.0/${ofAda}/insights?metric=views` }]);
    const form = new URLSearchParams({ batch, access_token: 'ada-token' });
    const response = await fetch(`${server.url}/v1.0/`, { method: 'POST', body: form });
    expect(await response.json()).toMatchObject(EXPIRED.json);
    await update('ada', { tokenExpiresAt: null });
    expect((await insights(ofAda, 'ada-token')).status).toBe(200);
  });

  it('have faults of their own', async () => {
    await create('ada');
    await create('ben');
    const [ofAda, ofBen] = [await published('ada-token'), await published('ben-token')];
    await call('PUT', '/_sim/faults', { kind: 'server_error', accountId: 'ada' });
    await call('PUT', '/_sim/faults', { kind: 'rate_limit', accountId: 'ben', retryAfterSeconds: 9 });
    expect((await insights(ofAda, 'ada-token')).status).toBe(500);
    expect((await insights(ofBen, 'ben-token')).headers.get('retry-after')).toBe('9');
    expect((await insights(ofAda, 'any-token')).status).toBe(200);
    await call('DELETE', '/_sim/faults?accountId=ada');
    expect((await insights(ofAda, 'ada-token')).status).toBe(200);
    expect((await insights(ofBen, 'ben-token')).status).toBe(429);
  });

  it('are listed without a token, and created once', async () => {
    await create('ada');
    const { json } = await call('GET', '/_sim/accounts');
    expect(json).toMatchObject({ accounts: [{ accountId: 'ada', tokens: [{ expiresAt: null }] }] });
    expect(JSON.stringify(json)).not.toContain('ada-token');
    expect((await create('ada')).status).toBe(409);
    const stolen = await call('POST', '/_sim/accounts', { accountId: 'ben', accessToken: 'ada-token' });
    expect(stolen.status).toBe(409);
    expect((await update('nobody', {})).status).toBe(404);
  });

  it('are the only ones that are served where unknown tokens are refused', async () => {
    await create('ada');
    const postId = await published('ada-token');
    await call('PUT', '/_sim/unknown-tokens', { refused: true });
    expect(await insights(postId, 'wrong')).toMatchObject({ status: 400, json: { error: { code: 190 } } });
    expect((await insights(postId, 'ada-token')).status).toBe(200);
  });
});

describe('budgets', () => {
  const usage = ({ headers }: { headers: Headers }) => ({
    app: JSON.parse(headers.get('x-app-usage') ?? 'null'),
    useCase: JSON.parse(headers.get('x-business-use-case-usage') ?? 'null'),
  });

  it('allow so many calls in a rolling window, and tell how many are used and when there are more', async () => {
    const { json } = await create('ada', { quotas: { calls: 4, windowSeconds: 3_600 } });
    const { userId } = z.object({ userId: z.string() }).parse(json);
    const postId = await published('ada-token');
    now += 1_800_000;
    expect(usage(await insights(postId, 'ada-token'))).toMatchObject({
      app: { call_count: 75 },
      useCase: { [userId]: [{ call_count: 75, estimated_time_to_regain_access: 0 }] },
    });
    await insights(postId, 'ada-token');
    const refused = await insights(postId, 'ada-token');
    expect(refused).toMatchObject({ status: 400, json: { error: { code: 4 } } });
    expect(usage(refused).useCase[userId]).toMatchObject([{ estimated_time_to_regain_access: 30 }]);
    expect((await insights(postId, 'any-token')).status).toBe(200);
    now += 1_800_000;
    expect((await insights(postId, 'ada-token')).status).toBe(200);
  });

  it.each([
    [{}, 48_000],
    [{ quotas: { impressions: 3 } }, 48_000],
    [{ quotas: { impressions: 100 } }, 480_000],
  ])('follow the documented formula: %j', async (more, limit) => {
    expect((await create('ada', more)).json).toMatchObject({
      calls: { used: 0, limit },
      deletes: { used: 0, limit: 100 },
      posts: { used: 0, limit: 250 },
    });
  });

  it('allow so many deletes, and refuse the next one with its time and nothing else', async () => {
    await create('ada', { quotas: { deletes: 1, windowSeconds: 600 } });
    const [first, second] = [await published('ada-token'), await published('ada-token')];
    expect((await remove(first, 'ada-token')).status).toBe(200);
    const refused = await remove(second, 'ada-token');
    expect(refused).toMatchObject({ status: 400, json: { error: { code: 613 } } });
    expect(refused.headers.get('retry-after')).toBe('600');
    expect((await insights(second, 'ada-token')).status).toBe(200);
    const limits = '/v1.0/me/threads_publishing_limit?access_token=ada-token&fields=';
    const fields = 'quota_usage,config,delete_quota_usage,delete_config';
    expect((await call('GET', limits + fields)).json).toEqual({
      data: [
        {
          quota_usage: 2,
          config: { quota_total: 250, quota_duration: 600 },
          delete_quota_usage: 1,
          delete_config: { quota_total: 1, quota_duration: 600 },
        },
      ],
    });
    expect((await call('GET', `${limits}quota_usage`)).json).toEqual({ data: [{ quota_usage: 2 }] });
    now += 600_000;
    expect((await remove(second, 'ada-token')).status).toBe(200);
  });

  it('allow so many posts', async () => {
    await create('ada', { quotas: { posts: 1 } });
    await published('ada-token');
    expect(await publish('ada-token')).toMatchObject({ status: 400, json: { error: { code: 613 } } });
  });

  it('leave the default profile alone, which has no limits until some are set', async () => {
    const postId = await published('any-token');
    expect((await insights(postId, 'any-token')).headers.get('x-app-usage')).toBeNull();
    await update('default', { quotas: { calls: 1 } });
    expect((await insights(postId, 'any-token')).status).toBe(400);
  });

  it('know limits that concern one post only', async () => {
    await create('ada');
    const [first, second] = [await published('ada-token'), await published('ada-token')];
    await call('PUT', '/_sim/faults', { kind: 'rate_limit', postIds: [first], retryAfterSeconds: 5 });
    const refused = await insights(first, 'ada-token');
    expect(refused).toMatchObject({ status: 400, json: { error: { code: 613 } } });
    expect(refused.headers.get('retry-after')).toBe('5');
    expect((await insights(second, 'ada-token')).status).toBe(200);
  });
});
