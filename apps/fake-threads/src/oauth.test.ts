import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type FakeThreads, startFakeThreads } from './server';

const START = Date.parse('2026-01-01T00:00:00Z');
const DAY_MS = 86_400_000;
const REDIRECT = 'https://cull.example/callback?from=threads';
const REQUEST = {
  client_id: '4711',
  redirect_uri: REDIRECT,
  response_type: 'code',
  scope: 'threads_basic,threads_manage_insights',
  state: 's&t"<',
};
const APP = { client_id: '4711', client_secret: 'shh' };

let now = START;
let server: FakeThreads;

beforeEach(async () => {
  now = START;
  server = await startFakeThreads({ seed: 'test', now: () => now });
  await control('POST', 'accounts', { accountId: 'ada', username: 'ada.runs', accessToken: 'ada-token' });
});
afterEach(() => server.close());

const control = (method: string, path: string, body: object) =>
  fetch(`${server.url}/_sim/${path}`, { method, body: JSON.stringify(body) });
const get = async (path: string, parameters: Record<string, string>) => {
  const response = await fetch(`${server.url}${path}?${new URLSearchParams(parameters)}`);
  return { status: response.status, json: await response.json() };
};
const post = async (path: string, parameters: Record<string, string>) => {
  const response = await fetch(server.url + path, { method: 'POST', body: new URLSearchParams(parameters) });
  return { status: response.status, text: await response.text() };
};
/** Answers the page as a person would, with a form. */
const decide = async (decision: 'allow' | 'deny', more: Record<string, string> = {}) => {
  const body = new URLSearchParams({ ...REQUEST, profile: 'ada', decision, ...more });
  const response = await fetch(`${server.url}/oauth/authorize`, { method: 'POST', body, redirect: 'manual' });
  return new URL(response.headers.get('location') ?? 'nowhere:');
};
const codeOf = (url: URL) => url.searchParams.get('code') ?? '';
const exchange = (code: string, more: Record<string, string> = {}) =>
  post('/oauth/access_token', {
    ...APP,
    grant_type: 'authorization_code',
    redirect_uri: REDIRECT,
    code,
    ...more,
  });
const shortToken = async () =>
  z
    .object({ access_token: z.string() })
    .parse(JSON.parse((await exchange(codeOf(await decide('allow')))).text)).access_token;
const lengthen = (token: string) =>
  get('/access_token', { grant_type: 'th_exchange_token', client_secret: 'shh', access_token: token });
const longSchema = z.object({
  access_token: z.string(),
  token_type: z.literal('bearer'),
  expires_in: z.literal(60 * 86_400),
});
const refresh = (token: string) =>
  get('/refresh_access_token', { grant_type: 'th_refresh_token', access_token: token });
const me = (token: string) => get('/v1.0/me', { access_token: token });

describe('the authorize page', () => {
  it('offers the profiles, escaped, and what the app asks for', async () => {
    const response = await fetch(`${server.url}/oauth/authorize?${new URLSearchParams(REQUEST)}`);
    expect(response.headers.get('content-type')).toContain('text/html');
    const page = await response.text();
    expect(page).toContain('@ada.runs');
    expect(page).toContain('threads_manage_insights');
    expect(page).not.toContain('s&t"<');
  });

  it('sends a person back with a code and the state', async () => {
    const { origin, searchParams, hash } = await decide('allow');
    expect(origin).toBe('https://cull.example');
    expect(Object.fromEntries(searchParams)).toEqual({
      from: 'threads',
      state: REQUEST.state,
      code: expect.any(String),
    });
    expect(hash).toBe('#_');
  });

  it('sends a person back with the denial', async () => {
    expect(Object.fromEntries((await decide('deny')).searchParams)).toMatchObject({
      error: 'access_denied',
      error_reason: 'user_denied',
      state: REQUEST.state,
    });
  });

  it('makes a new profile up where one is wanted', async () => {
    await exchange(codeOf(await decide('allow', { profile: '+new' })));
    const { json } = await get('/_sim/accounts', {});
    expect(z.object({ accounts: z.array(z.unknown()) }).parse(json).accounts).toHaveLength(2);
  });

  it.each([
    [{ client_id: '' }, 'client_id is missing'],
    [{ redirect_uri: 'javascript:alert(1)' }, 'redirect_uri is'],
    [{ response_type: 'token' }, 'response_type must be code'],
    [{ scope: 'threads_delete' }, 'scope must contain threads_basic'],
  ])('refuses %j in words', async (more, words) => {
    const parameters = new URLSearchParams({ ...REQUEST, ...more });
    const response = await fetch(`${server.url}/oauth/authorize?${parameters}`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(words);
  });
});

describe('tokens', () => {
  it('come for a code, once, as a number that JavaScript cannot hold exactly, for the user', async () => {
    const code = codeOf(await decide('allow'));
    const { status, text } = await exchange(code);
    expect(status).toBe(200);
    expect(text).toMatch(/"user_id":\d{17}}/);
    const refused = await exchange(code);
    expect(refused.status).toBe(400);
    expect(JSON.parse(refused.text)).toMatchObject({ error_type: 'OAuthException', code: 400 });
  });

  it('take a code with the end of the address still on it', async () => {
    expect((await exchange(`${codeOf(await decide('allow'))}#_`)).status).toBe(200);
  });

  it.each([{ redirect_uri: 'https://elsewhere.example/' }, { client_id: '1' }, { grant_type: 'password' }])(
    'do not come for %j',
    async (more) => {
      expect((await exchange(codeOf(await decide('allow')), more)).status).toBe(400);
    },
  );

  it('have the permissions that were granted, for an hour', async () => {
    const token = await shortToken();
    expect((await me(token)).json).toMatchObject({ username: 'ada.runs' });
    const form = new URLSearchParams({ media_type: 'TEXT', text: 'hello', access_token: token });
    const container = await fetch(`${server.url}/v1.0/me/threads`, { method: 'POST', body: form });
    expect(container.status).toBe(403);
    now += 3_600_000;
    expect((await me(token)).json).toMatchObject({ error: { code: 190, error_subcode: 463 } });
    expect((await lengthen(token)).status).toBe(400);
  });

  it('live for 60 days once exchanged, and again once refreshed; the old one goes on till its end', async () => {
    const first = longSchema.parse((await lengthen(await shortToken())).json).access_token;
    expect((await refresh(first)).json).toMatchObject({ error: { code: 100 } });
    now += 30 * DAY_MS;
    const second = longSchema.parse((await refresh(first)).json).access_token;
    expect((await me(first)).status).toBe(200);
    now += 30 * DAY_MS;
    expect((await me(first)).json).toMatchObject({ error: { code: 190, error_subcode: 463 } });
    expect((await refresh(first)).status).toBe(400);
    expect((await me(second)).json).toMatchObject({ username: 'ada.runs' });
  });

  it('are refreshed only where they are long-lived; those given by hand are', async () => {
    expect((await refresh(await shortToken())).json).toMatchObject({ error: { code: 100 } });
    expect((await refresh('ada-token')).status).toBe(200);
  });

  it('come only for the app that is set', async () => {
    await control('PUT', 'app', { appId: '4711', appSecret: 'other' });
    expect((await exchange(codeOf(await decide('allow')))).status).toBe(400);
    expect((await lengthen('ada-token')).status).toBe(400);
    await control('PUT', 'app', { appId: '4711', appSecret: 'shh' });
    expect((await exchange(codeOf(await decide('allow')))).status).toBe(200);
    expect((await lengthen('ada-token')).status).toBe(200);
  });
});
