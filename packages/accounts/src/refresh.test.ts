import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createAccount, type Database, migrate, openDatabase, readAccount } from '@cull/db';
import { createSecretBox } from '@cull/process';
import { testDatabase } from '@cull/servers/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startThreadsOAuth, type ThreadsOAuth } from '../test/threads-oauth';
import { refreshDueTokens, refreshToken } from './refresh';
import { resealAccounts } from './reseal';
import { openAccountSecrets, sealAccountSecrets } from './secrets';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const key = randomBytes(32);
const box = createSecretBox(key);

let db: Database;
let threads: ThreadsOAuth;
let now = START;
const keeper = () => ({ db, box, now: () => now });

beforeAll(async () => {
  const url = await testDatabase();
  await migrate(url);
  db = openDatabase({ url, applicationName: 'cull-test', maxConnections: 4, onError: () => {} });
});
afterAll(() => db.close());
beforeEach(async () => {
  now = START;
  await db.pool.query('TRUNCATE accounts, account_personas, events');
  const server = await startThreadsOAuth('first');
  threads = server;
  return () => server.close();
});

/** An account whose token was got at the start. */
async function anAccount(values: { expiresAt?: number | null; platform?: 'threads' | 'http' } = {}) {
  const accountId = randomUUID();
  const { expiresAt = START + 60 * DAY_MS, platform = 'threads' } = values;
  const sealedSecrets = sealAccountSecrets(box, accountId, {
    accessToken: 'first',
    headers: { 'x-key': 'k' },
  });
  const account = {
    accountId,
    name: `Ada ${accountId}`,
    platform,
    baseUrl: threads.url,
    options: {},
    personaIds: [],
  };
  expect(
    await createAccount(db.pool, { ...account, sealedSecrets, tokenExpiresAt: expiresAt }, START),
  ).toBeNull();
  return accountId;
}

async function stored(accountId: string) {
  const row = await readAccount(db.pool, accountId);
  if (row === null) throw new Error('the account is gone');
  return { ...row, ...openAccountSecrets(box, accountId, row.sealedSecrets) };
}

/** Puts another token in, as somebody does by hand. */
async function paste(accountId: string, accessToken: string) {
  const { keyId, box: bytes } = sealAccountSecrets(box, accountId, { accessToken, headers: {} });
  await db.pool.query('UPDATE accounts SET secrets = $1, secrets_key_id = $2 WHERE id = $3', [
    bytes,
    keyId,
    accountId,
  ]);
}

const eventsOf = async () =>
  (
    await db.pool.query<{ type: string; data: Record<string, unknown> }>(
      'SELECT type, data FROM events ORDER BY id',
    )
  ).rows;

describe('tokens', () => {
  it('are refreshed at half of their life, not before, and keep the other secrets', async () => {
    const accountId = await anAccount();
    now = START + 30 * DAY_MS - 1;
    expect(await refreshDueTokens(keeper())).toMatchObject({ refreshed: 0, failures: [] });
    expect(threads.asked).toEqual([]);
    now += 1;
    expect(await refreshDueTokens(keeper())).toMatchObject({ refreshed: 1, failures: [] });
    expect(await stored(accountId)).toMatchObject({
      accessToken: threads.token(),
      headers: { 'x-key': 'k' },
      tokenExpiresAt: now + 60 * DAY_MS,
      tokenRefreshedAt: now,
      updatedAt: now,
    });
    expect(await refreshDueTokens(keeper())).toMatchObject({ refreshed: 0 });
  });

  it('whose end is unknown are refreshed when they are a day old, which tells it', async () => {
    const accountId = await anAccount({ expiresAt: null });
    now = START + DAY_MS - 1;
    expect(await refreshDueTokens(keeper())).toMatchObject({ refreshed: 0 });
    now += 1;
    expect(await refreshDueTokens(keeper())).toMatchObject({ refreshed: 1 });
    expect((await stored(accountId)).tokenExpiresAt).toBe(now + 60 * DAY_MS);
  });

  it('that could not be refreshed stay, with the reason, and are tried again with growing pauses', async () => {
    const accountId = await anAccount();
    threads.refuse('Session is invalid for {token}');
    now = START + 31 * DAY_MS;
    const pauses: number[] = [];
    for (let failures = 0; failures < 4; failures += 1) {
      expect(await refreshDueTokens(keeper())).toMatchObject({
        refreshed: 0,
        failures: [{ accountId, problem: 'Threads refused with 400: Session is invalid for [secret]' }],
      });
      const failedAt = now;
      while ((await refreshDueTokens(keeper())).failures.length === 0) now += 10 * 60_000;
      pauses.push((now - failedAt) / 60_000);
      now += 24 * 60 * 60_000;
    }
    expect(pauses).toEqual([10, 40, 160, 640]);
    expect(await stored(accountId)).toMatchObject({
      accessToken: 'first',
      tokenProblem: 'Threads refused with 400: Session is invalid for [secret]',
    });
    threads.refuse(null);
    expect(await refreshDueTokens(keeper())).toMatchObject({ refreshed: 1 });
    expect(await stored(accountId)).toMatchObject({ tokenProblem: null, accessToken: threads.token() });
  });

  it('are refreshed by one of two workers at once', async () => {
    await anAccount();
    now = START + 31 * DAY_MS;
    const both = await Promise.all([refreshDueTokens(keeper()), refreshDueTokens(keeper())]);
    expect(both.map(({ refreshed }) => refreshed).sort()).toEqual([0, 1]);
    expect(threads.asked).toHaveLength(1);
  });

  it('that expired are left alone, as are those of platforms without a refresh', async () => {
    await anAccount({ expiresAt: START + DAY_MS });
    await anAccount({ platform: 'http' });
    now = START + 40 * DAY_MS;
    expect(await refreshDueTokens(keeper())).toMatchObject({ refreshed: 0, failures: [] });
  });

  it('that expire within seven days are announced once, with what is wrong', async () => {
    const accountId = await anAccount();
    threads.refuse('No');
    now = START + 53 * DAY_MS - 1;
    expect(await refreshDueTokens(keeper())).toMatchObject({ announced: 0 });
    now += 1;
    expect(await refreshDueTokens(keeper())).toMatchObject({ announced: 1 });
    now += DAY_MS;
    expect(await refreshDueTokens(keeper())).toMatchObject({ announced: 0 });
    const { name } = await stored(accountId);
    expect(await eventsOf()).toEqual([
      {
        type: 'account.token_expiring',
        data: {
          accountId,
          account: name,
          tokenExpiresAt: '2026-03-02T00:00:00.000Z',
          problem: 'Threads refused with 400: No',
          text: `The token of ${name} expires on 2026-03-02 00:00 UTC, and refreshing it failed: Threads refused with 400: No`,
        },
      },
    ]);
  });

  it('that somebody replaced meanwhile are not overwritten', async () => {
    const accountId = await anAccount();
    const before = await readAccount(db.pool, accountId);
    if (before === null) throw new Error('the account is gone');
    await paste(accountId, 'pasted');
    const replaced = { ok: false, problem: 'The token was replaced in the meantime.', wasReplaced: true };
    expect(await refreshToken(keeper(), before)).toEqual(replaced);
    // What is wrong with the old one is no problem of the new one.
    threads.refuse('Session is invalid');
    expect(await refreshToken(keeper(), before)).toEqual(replaced);
    expect(await stored(accountId)).toMatchObject({ accessToken: 'pasted', tokenProblem: null });
  });

  it('of many accounts are refreshed some at once, and all that were not replaced are counted', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => anAccount()));
    let underWay = 0;
    let most = 0;
    const server = createServer(async (_, response) => {
      underWay += 1;
      most = Math.max(most, underWay);
      // The first ones wait for each other.
      if (most < 5) await vi.waitFor(() => expect(most).toBe(5), 10_000);
      await paste(ids[0] ?? '', 'pasted');
      underWay -= 1;
      response.end(JSON.stringify({ access_token: 'next', token_type: 'bearer', expires_in: 60 * 86_400 }));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    await db.pool.query('UPDATE accounts SET base_url = $1', [`http://127.0.0.1:${address.port}`]);
    now = START + 31 * DAY_MS;
    expect(await refreshDueTokens(keeper())).toMatchObject({ refreshed: 11, failures: [] });
    expect(most).toBe(5);
    server.close();
  });
});

describe('a rotation of the encryption key', () => {
  it('encrypts everything with the new key, which then opens it alone', async () => {
    const accountId = await anAccount();
    const nextKey = randomBytes(32);
    const rotating = createSecretBox(nextKey, key);
    expect(await resealAccounts({ db, box: rotating })).toEqual({ resealed: 1, problems: [] });
    expect(await resealAccounts({ db, box: rotating })).toEqual({ resealed: 0, problems: [] });
    const row = await readAccount(db.pool, accountId);
    const opened = openAccountSecrets(createSecretBox(nextKey), accountId, row?.sealedSecrets ?? null);
    expect(opened.accessToken).toBe('first');
  });

  it('names what no key opens, and goes on', async () => {
    const accountId = await anAccount();
    const { resealed, problems } = await resealAccounts({ db, box: createSecretBox(randomBytes(32)) });
    expect(resealed).toBe(0);
    expect(problems).toEqual([
      expect.stringContaining(`account:${accountId} is encrypted with the key ${box.keyId}`),
    ]);
    now = START + 31 * DAY_MS;
    const lost = { db, box: createSecretBox(randomBytes(32)), now: () => now };
    expect((await refreshDueTokens(lost)).failures).toEqual([
      { accountId, problem: expect.stringContaining('is encrypted with the key') },
    ]);
  });
});
