import { APP, startThreadsOAuth, type ThreadsOAuth, USER_ID } from '@cull/accounts/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { cookieOf, signIn } from '../../test/people';
import { startTestServer, type TestServer } from '../../test/server';

let server: TestServer;
let threads: ThreadsOAuth;
let cookie: string;
let now = Date.now();
beforeAll(async () => {
  threads = await startThreadsOAuth();
  const threadsApp = { ...APP, apiUrl: threads.url, authorizeUrl: `${threads.url}/oauth/authorize` };
  server = await startTestServer({ threadsApp, now: () => now });
  const { rows } = await server.db.pool.query<{ email: string }>('SELECT email FROM auth_users');
  cookie = cookieOf(await signIn(server, rows[0]?.email ?? '', 'a-long-password'));
});
afterAll(async () => {
  await server.close();
  await threads.close();
});
beforeEach(async () => {
  now = Date.now();
  threads.refuse(null);
  await server.db.pool.query('TRUNCATE accounts CASCADE');
});

/** Where an address sends a browser; relative addresses are the product's own. */
async function follow(address: string, headers: Record<string, string> = { cookie }): Promise<string> {
  const response = await fetch(new URL(address, server.url), { redirect: 'manual', headers });
  expect(response.status).toBe(302);
  return response.headers.get('location') ?? '';
}
const connect = (query = '') => follow(`/api/accounts/threads/connect${query}`);
const problemOf = (address: string) => {
  expect(address).toMatch(/^\/settings\/accounts\?/);
  return new URL(address, server.url).searchParams.get('problem');
};
const accounts = async () => (await server.client.accounts.list.query()).items;

it('connects a profile, and replaces its token when it is connected again', async () => {
  const callback = await follow(await connect(), {});
  expect(callback).toMatch(`${server.url}/api/accounts/threads/callback?code=`);
  const home = await follow(callback);
  const [account] = await accounts();
  expect(home).toBe(`/settings/accounts?connected=${account?.accountId}`);
  expect(account).toMatchObject({
    name: `Threads ${USER_ID}`,
    platform: 'threads',
    hasToken: true,
    baseUrl: threads.url,
  });
  const life = Date.parse(account?.tokenExpiresAt ?? '') - now;
  expect(life).toBe(60 * 86_400_000);
  expect(await server.client.accounts.test.mutate({ accountId: account?.accountId ?? '' })).toMatchObject({
    ok: true,
  });
  await follow(await follow(await connect(), {}));
  await server.client.accounts.update.mutate({ accountId: account?.accountId ?? '', name: 'Ada' });
  await follow(await follow(await connect(`?accountId=${account?.accountId}`), {}));
  expect(await accounts()).toMatchObject([{ name: 'Ada' }]);
  expect(await server.client.accounts.test.mutate({ accountId: account?.accountId ?? '' })).toMatchObject({
    ok: true,
  });
  const { items } = await server.client.audit.list.query({});
  expect(items.filter(({ action }) => action === 'accounts.connectThreads')).toHaveLength(3);
  const told = JSON.stringify([items, server.logged, await accounts()]);
  for (const secret of [
    APP.appSecret,
    threads.token() ?? '',
    new URL(callback).searchParams.get('code') ?? '',
  ])
    expect(told).not.toContain(secret);
});

it('takes an answer once, from the session that asked, within ten minutes', async () => {
  const used = 'This answer from Threads was used already';
  const callback = await follow(await connect(), {});
  await follow(callback);
  expect(problemOf(await follow(callback))).toContain(used);
  const late = await follow(await connect(), {});
  now += 10 * 60_000;
  expect(problemOf(await follow(late))).toContain(used);
  const { rows } = await server.db.pool.query<{ email: string }>('SELECT email FROM auth_users');
  const other = cookieOf(await signIn(server, rows[0]?.email ?? '', 'a-long-password'));
  const stolen = await follow(await connect(), {});
  expect(problemOf(await follow(stolen, { cookie: other }))).toContain(used);
  expect(problemOf(await follow('/api/accounts/threads/callback?code=1&state=made-up'))).toContain(used);
  expect(await accounts()).toHaveLength(1);
});

it('is for admins who are signed in', async () => {
  expect(problemOf(await follow('/api/accounts/threads/connect', {}))).toBe('Sign in first.');
  const key = { authorization: 'Bearer cull_admin' };
  expect(problemOf(await follow('/api/accounts/threads/connect', key))).toBe('Sign in first.');
  await server.db.pool.query("UPDATE auth_users SET role = 'operator'");
  expect(problemOf(await connect())).toContain('Your role is operator');
  await server.db.pool.query("UPDATE auth_users SET role = 'admin'");
});

it('says in words what Threads or the person had against it', async () => {
  const state = async () => new URL(await connect()).searchParams.get('state');
  const denied = `/api/accounts/threads/callback?error=access_denied&state=${await state()}`;
  expect(problemOf(await follow(denied))).toBe('Access was not granted at Threads.');
  const wrong = `/api/accounts/threads/callback?code=wrong&state=${await state()}`;
  expect(problemOf(await follow(wrong))).toBe('Threads refused with 400: Invalid code');
  expect(problemOf(await connect('?accountId=nobody'))).toBe('accountId: needs the id of an account');
  const unknown = await follow(await connect('?accountId=00000000-0000-4000-8000-000000000000'), {});
  expect(problemOf(await follow(unknown))).toContain('is unknown');
  expect(await accounts()).toEqual([]);
});
