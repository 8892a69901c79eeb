import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { type FakeThreads, startFakeThreads } from '@cull/fake-threads';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { ACCOUNTS, applyTrouble, connectAccounts } from './accounts';
import { publish } from './publish';
import { troubleAt } from './trouble';

const SECOND = 1_000;

/** What Cull answers to `accounts.list`, null: it knows no such procedure; and what it was told to create. */
let listed: readonly { name: string }[] | null;
const created: unknown[] = [];
let cull: Server;
let fakeThreads: FakeThreads;

beforeEach(async () => {
  created.length = 0;
  fakeThreads = await startFakeThreads();
  cull = createServer(async (request, response) => {
    if (request.method === 'POST') created.push(JSON.parse(await text(request)));
    response.statusCode = listed === null ? 404 : 200;
    response.end(JSON.stringify({ result: { data: { items: listed } } }));
  });
  await new Promise<void>((resolve) => cull.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await new Promise((resolve) => cull.close(resolve));
  await fakeThreads.close();
});

const setup = () => {
  const address = cull.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return {
    cullUrl: `http://127.0.0.1:${address.port}`,
    apiKey: 'key',
    apiUrl: fakeThreads.url,
    log: pino({ enabled: false }),
    now: Date.now,
  };
};
const read = async (postId: string, accessToken: string) =>
  (await fetch(`${fakeThreads.url}/v1.0/${postId}/insights?metric=views&access_token=${accessToken}`)).status;

it('gives three personas an account of their own, once', async () => {
  listed = [{ name: 'default' }, { name: 'tom' }];
  expect(await connectAccounts(setup())).toBe(ACCOUNTS);
  const names = created.map(
    (input) => z.object({ name: z.string(), platform: z.literal('threads') }).parse(input).name,
  );
  expect(names).toEqual(['maya', 'ines']);
  // The look-alike may have been running before.
  await connectAccounts(setup());
  const [maya, tom] = ACCOUNTS;
  if (maya === undefined || tom === undefined) throw new Error('there must be accounts');
  const publisher = { apiUrl: fakeThreads.url, accessToken: maya.accessToken };
  const postId = await publish(publisher, 'me', 'A text', 'winner');
  expect(await read(postId, maya.accessToken)).toBe(200);
  expect(await read(postId, tom.accessToken)).toBe(400);
});

it('does without where Cull has no accounts', async () => {
  listed = null;
  expect(await connectAccounts(setup())).toEqual([]);
});

it('brings trouble over one account, and ends it', async () => {
  listed = [];
  await connectAccounts(setup());
  const ines = ACCOUNTS.find(({ accountId }) => accountId === 'ines');
  const maya = ACCOUNTS.find(({ accountId }) => accountId === 'maya');
  if (ines === undefined || maya === undefined) throw new Error('there must be accounts');
  const me = async (accessToken: string) =>
    (await fetch(`${fakeThreads.url}/v1.0/me?access_token=${accessToken}`)).status;
  await applyTrouble(setup(), 'expired');
  expect(await me(ines.accessToken)).toBe(400);
  expect(await me(maya.accessToken)).toBe(200);
  await applyTrouble(setup(), 'none');
  expect(await me(ines.accessToken)).toBe(200);
  for (let call = 0; call < 50; call += 1) await me(ines.accessToken);
  await applyTrouble(setup(), 'limited');
  expect(await me(ines.accessToken)).toBe(400);
});

it('begins after three minutes, ends two minutes later, and takes turns', () => {
  expect([0, 179, 180, 299, 300, 479, 480, 599, 600].map((at) => troubleAt(at * SECOND))).toEqual([
    'none',
    'none',
    'limited',
    'limited',
    'none',
    'none',
    'expired',
    'expired',
    'none',
  ]);
});
