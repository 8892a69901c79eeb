import { startThreadsOAuth, type ThreadsOAuth } from '@cull/accounts/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { aVariant, startTestServer, type TestServer } from '../../test/server';

const TOKEN = 'THAA-a-token-that-nobody-may-see';
const HEADER = 'a-key-that-nobody-may-see';
const NOBODY = '00000000-0000-4000-8000-000000000000';
const START = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

let server: TestServer;
let threads: ThreadsOAuth;
let now = START;
beforeAll(async () => {
  threads = await startThreadsOAuth(TOKEN);
  const environmentAccount = {
    platform: 'threads',
    baseUrl: threads.url,
    accessToken: TOKEN,
    options: {},
  } as const;
  server = await startTestServer({ now: () => now, environmentAccount });
});
afterAll(async () => {
  await server.close();
  await threads.close();
});
beforeEach(async () => {
  now = START;
  await server.db.pool.query(
    `DELETE FROM variant_monitoring; DELETE FROM account_reports; DELETE FROM account_usage; DELETE FROM account_personas;
     DELETE FROM accounts`,
  );
});

const accounts = () => server.client.accounts;
const anAccount = (values: Record<string, unknown> = {}) =>
  accounts().create.mutate({
    name: 'Ada',
    platform: 'threads',
    baseUrl: threads.url,
    accessToken: TOKEN,
    ...values,
  });
const HTTP = {
  platform: 'http' as const,
  options: {
    url: 'http://adaptor:8080/engagement/{postId}',
    views: '/impressions_count',
    interactions: ['/likes_count'],
    headers: { 'x-api-key': HEADER },
  },
};
const listed = async (accountId: string) =>
  (await accounts().list.query()).items.find((item) => item.accountId === accountId);

async function report(accountId: string, values: Record<string, unknown> = {}) {
  const row = {
    state: 'ok',
    live: 10,
    checks: 4,
    p50: 1,
    p95: 2,
    detail: null,
    retry: null,
    percent: null,
    ...values,
  };
  const worker = values['worker'] ?? 'one';
  await server.db.pool.query(
    `INSERT INTO account_reports (account_id, worker_id, live, checks_per_second, interval_p50, interval_p95, state, detail,
                                  since, retry_at, used_percent, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $9)`,
    [
      accountId,
      worker,
      row.live,
      row.checks,
      row.p50,
      row.p95,
      row.state,
      row.detail,
      new Date(now),
      row.retry,
      row.percent,
    ],
  );
}

describe('an account', () => {
  it('is made, listed, changed and removed', async () => {
    const made = await anAccount({ personaIds: ['ada', 'bea'], tokenExpiresAt: '2026-02-28T00:00:00Z' });
    expect(made).toMatchObject({
      name: 'Ada',
      platform: 'threads',
      personaIds: ['ada', 'bea'],
      state: 'ok',
      hasToken: true,
      tokenExpiresAt: '2026-02-28T00:00:00.000Z',
      live: 0,
      calls: { used: 0, limit: 48_000, resetsAt: null },
      deletes: { used: 0, limit: 100, resetsAt: null },
    });
    const { accountId } = made;
    expect(await listed(accountId)).toEqual(made);
    const changed = await accounts().update.mutate({ accountId, name: 'Ada 2', personaIds: ['bea', 'cyd'] });
    expect(changed).toMatchObject({ name: 'Ada 2', personaIds: ['bea', 'cyd'], hasToken: true });
    expect(await accounts().remove.mutate({ accountId, reason: 'gone' })).toEqual({ accountId });
    expect(await listed(accountId)).toBeUndefined();
    const { rows } = await server.db.pool.query('SELECT secrets, removed_at FROM accounts');
    expect(rows).toEqual([{ secrets: null, removed_at: START }]);
    await anAccount({ name: 'Ada 2', personaIds: ['bea'] });
  });

  it('never shows its token or its headers, in no answer, log line, audit entry or row', async () => {
    const { accountId } = await anAccount();
    const http = await accounts().create.mutate({ name: 'Adaptor', ...HTTP, accessToken: TOKEN });
    expect(http.options).toMatchObject({ headers: { 'x-api-key': '(secret)' } });
    await accounts()
      .update.mutate({ accountId: http.accountId, options: { ...HTTP.options, views: 'wrong' } })
      .catch(() => {});
    await accounts()
      .update.mutate({ accountId, accessToken: `${TOKEN} `, options: { batch: 'x' } })
      .catch(() => {});
    await accounts().test.mutate({ accountId });
    const { rows } = await server.db.pool.query(
      "SELECT row_to_json(a)::text AS text, encode(secrets, 'escape') AS secrets FROM accounts a",
    );
    const { rows: audited } = await server.db.pool.query('SELECT target, input::text FROM audit_entries');
    const told = [await accounts().list.query(), http, rows, audited, server.logged];
    for (const secret of [TOKEN, HEADER]) expect(JSON.stringify(told)).not.toContain(secret);
    expect(audited.length).toBeGreaterThanOrEqual(5);
    expect(audited).toContainEqual(expect.objectContaining({ target: `account:${accountId}` }));
  });

  it('keeps a header whose value comes back hidden, and replaces the others', async () => {
    const { accountId } = await accounts().create.mutate({ name: 'Adaptor', ...HTTP });
    const headers = { 'x-api-key': '(secret)', 'x-more': 'more' };
    const changed = await accounts().update.mutate({ accountId, options: { ...HTTP.options, headers } });
    expect(changed.options).toMatchObject({ headers: { 'x-api-key': '(secret)', 'x-more': '(secret)' } });
    expect(changed.hasToken).toBe(false);
  });

  it.each([
    [{ accessToken: undefined }, 'accessToken: is missing'],
    [{ accessToken: 'two words' }, 'accessToken: must be one word'],
    [{ baseUrl: 'nowhere' }, 'baseUrl: needs an address'],
    [{ baseUrl: 'http://me:pw@host' }, 'baseUrl: must not have a user name'],
    [
      { baseUrl: 'http://169.254.169.254' },
      'baseUrl: is refused: 169.254.169.254 is a link-local or metadata address',
    ],
    [{ name: 'Default' }, 'name: must not be default'],
    [{ personaIds: ['a', 'a'] }, 'personaIds: has a persona twice'],
    [{ options: { bach: true } }, 'options'],
    [
      { ...HTTP, options: { ...HTTP.options, url: 'http://169.254.169.254/{postId}' } },
      'options.url: is refused',
    ],
    [
      { ...HTTP, options: { ...HTTP.options, views: 'views' } },
      'options.views: is "views"; it needs a JSON Pointer',
    ],
    [{ ...HTTP, options: { ...HTTP.options, headers: { host: 'x' } } }, 'options.headers.host: is '],
  ])('is not made with %j', async (values, says) => {
    await expect(anAccount(values)).rejects.toThrow(says);
    expect((await accounts().list.query()).items).toHaveLength(1);
  });

  it('keep a token that was refreshed while somebody changed the account', async () => {
    const { accountId } = await anAccount();
    const client = await server.db.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query("UPDATE accounts SET secrets = '\\x01', secrets_key_id = 'newer' WHERE id = $1", [
        accountId,
      ]);
      const update = accounts().update.mutate({ accountId, accessToken: `${TOKEN}-2` });
      const refused = expect(update).rejects.toThrow(/replaced in the meantime.*try again/);
      await vi.waitFor(
        async () => {
          const { rows } = await server.db.pool.query(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'UPDATE accounts SET name%'",
          );
          expect(rows).toHaveLength(1);
        },
        { timeout: 10_000 },
      );
      await client.query('COMMIT');
      await refused;
    } finally {
      client.release();
    }
    const { rows } = await server.db.pool.query('SELECT secrets_key_id AS key FROM accounts WHERE id = $1', [
      accountId,
    ]);
    expect(rows).toEqual([{ key: 'newer' }]);
  });

  it('has a name and personas of its own', async () => {
    const { accountId } = await anAccount({ personaIds: ['ada'] });
    await expect(anAccount({ name: 'ADA' })).rejects.toThrow('name: another account is called ADA');
    const refused = 'personaIds: ada belongs to the account Ada';
    await expect(anAccount({ name: 'B', personaIds: ['ada', 'bea'] })).rejects.toThrow(refused);
    const other = await anAccount({ name: 'B', personaIds: ['bea'] });
    await expect(
      accounts().update.mutate({ accountId: other.accountId, name: 'C', personaIds: ['ada'] }),
    ).rejects.toThrow(refused);
    expect(await listed(other.accountId)).toMatchObject({ name: 'B', personaIds: ['bea'] });
    await accounts().update.mutate({ accountId, personaIds: [] });
    await accounts().update.mutate({ accountId: other.accountId, personaIds: ['ada'] });
  });

  it('that there is not is not found', async () => {
    for (const call of ['update', 'pause', 'resume', 'remove', 'refreshToken', 'test'] as const)
      await expect(accounts()[call].mutate({ accountId: NOBODY })).rejects.toThrow(
        `accountId: ${NOBODY} is unknown`,
      );
  });

  it('gets a new token, now', async () => {
    const { accountId } = await anAccount({ tokenExpiresAt: '2026-01-20T00:00:00Z' });
    const refreshed = await accounts().refreshToken.mutate({ accountId });
    expect(refreshed.tokenExpiresAt).toBe(new Date(START + 60 * DAY_MS).toISOString());
    expect(await accounts().test.mutate({ accountId })).toEqual({ ok: true, problem: null });
    threads.refuse('Not now');
    await expect(accounts().refreshToken.mutate({ accountId })).rejects.toThrow(
      'accountId: the token was not refreshed: Threads refused with 400: Not now',
    );
    threads.refuse(null);
    expect((await listed(accountId))?.tokenProblem).toBe('Threads refused with 400: Not now');
  });

  it('is tested before it is made', async () => {
    const good = { platform: 'threads' as const, baseUrl: threads.url, accessToken: threads.token() ?? '' };
    expect(await accounts().test.mutate(good)).toEqual({ ok: true, problem: null });
    const wrong = await accounts().test.mutate({ ...good, accessToken: TOKEN.slice(5) });
    expect(wrong).toEqual({ ok: false, problem: expect.stringContaining('Invalid token') });
    await expect(accounts().test.mutate({})).rejects.toThrow(
      'accountId: needs either an account, or the platform',
    );
  });
});

describe('how an account does', () => {
  it('is the worst that is known of it', async () => {
    const { accountId } = await anAccount({ tokenExpiresAt: new Date(START + 7 * DAY_MS).toISOString() });
    const stateNow = async () => (await listed(accountId))?.state;
    expect(await stateNow()).toBe('token_expiring');
    await report(accountId);
    expect(await stateNow()).toBe('token_expiring');
    await report(accountId, {
      worker: 'two',
      state: 'limited',
      retry: new Date(START + 60_000),
      percent: 96,
    });
    expect(await listed(accountId)).toMatchObject({
      state: 'limited',
      retryAt: new Date(START + 60_000).toISOString(),
      usedPercent: 96,
    });
    await report(accountId, { worker: 'three', state: 'unreachable', detail: 'no route' });
    expect(await listed(accountId)).toMatchObject({ state: 'unreachable', detail: 'no route' });
    await report(accountId, { worker: 'four', state: 'token_invalid' });
    expect(await stateNow()).toBe('token_invalid');
    expect((await accounts().pause.mutate({ accountId, reason: 'later' })).state).toBe('paused');
    expect((await accounts().resume.mutate({ accountId })).state).toBe('token_invalid');
    now = START + 31_000;
    expect(await stateNow()).toBe('token_expiring');
    now = START + 7 * DAY_MS;
    expect(await listed(accountId)).toMatchObject({
      state: 'token_invalid',
      detail: 'The token has expired.',
    });
  });

  it('adds up what workers do, and the budgets of a day', async () => {
    const { accountId } = await anAccount();
    await report(accountId, { p50: 1, p95: 4 });
    await report(accountId, { worker: 'two', live: 5, checks: 1.5, p50: 2, p95: 3 });
    const use = (kind: string, hoursAgo: number, used: number) =>
      server.db.pool.query('INSERT INTO account_usage VALUES ($1, $2, $3, $4)', [
        ...[accountId, kind, new Date(START - hoursAgo * 3_600_000), used],
      ]);
    await use('calls', 26, 1_000);
    await use('calls', 3, 70);
    await use('calls', 0, 7);
    await use('removals', 1, 2);
    await use('views', 1, 9);
    expect(await listed(accountId)).toMatchObject({
      live: 15,
      checksPerSecond: 5.5,
      checkIntervalSeconds: { p50: 2, p95: 4 },
      calls: { used: 77, limit: 48_000, resetsAt: new Date(START + 22 * 3_600_000).toISOString() },
      deletes: { used: 2, limit: 100, resetsAt: new Date(START + DAY_MS).toISOString() },
      behind: null,
    });
    await use('views', 2, 11);
    expect((await listed(accountId))?.calls.limit).toBe(20 * 4_800);
  });

  it('says that it can’t be used where the key of its token is lost', async () => {
    const { accountId } = await anAccount({ name: 'Lost' });
    expect(await listed(accountId)).toMatchObject({ isUsable: true });
    await server.db.pool.query("UPDATE accounts SET secrets_key_id = 'gone' WHERE id = $1", [accountId]);
    expect(await listed(accountId)).toMatchObject({
      ...{ state: 'token_invalid', isUsable: false },
      detail: expect.stringMatching(
        /^Its token can’t be read: it is encrypted with the key gone, which is neither CULL_ENCRYPTION_KEY /,
      ),
    });
    await accounts().remove.mutate({ accountId });
  });

  it('says while its variants are checked less often than planned', async () => {
    const { accountId } = await anAccount({ name: 'Behind' });
    const data = { wantedSeconds: 1, achievedSeconds: 4, cause: 'calls_budget' };
    await server.db.pool.query('INSERT INTO troubles VALUES ($1, $2, $3, $4)', [
      ...[accountId, 'behind', new Date(START), data],
    ]);
    expect(await listed(accountId)).toMatchObject({
      behind: { ...data, since: new Date(START).toISOString() },
    });
    await accounts().remove.mutate({ accountId });
    const { rows } = await server.db.pool.query('SELECT 1 FROM troubles WHERE subject = $1', [accountId]);
    expect(rows).toEqual([]);
  });

  it('includes the environment’s account too, which nobody can change', async () => {
    await report('default', { state: 'limited' });
    expect(await listed('default')).toMatchObject({
      name: 'default',
      state: 'limited',
      live: 10,
      isEditable: false,
    });
    expect(await accounts().test.mutate({ accountId: 'default' })).toMatchObject({ ok: expect.any(Boolean) });
    await expect(accounts().pause.mutate({ accountId: 'default' })).rejects.toThrow(
      'accountId: Invalid UUID',
    );
  });
});

describe('a posting', () => {
  const posted = async (values: Record<string, unknown>) => {
    const variant = aVariant({ source: 'threads', ...values });
    await server.client.variants.posted.mutate(variant);
    const { source, accountId } = await server.client.monitoring.status.query({
      variantId: variant.variantId,
    });
    return { source, accountId };
  };

  it('is read through the account that it names, its persona’s, or the environment’s', async () => {
    const ada = await anAccount({ personaIds: ['ada'] });
    const http = await accounts().create.mutate({ name: 'Adaptor', ...HTTP });
    expect(await posted({ personaId: 'bea' })).toEqual({ source: 'threads', accountId: null });
    expect(await posted({ personaId: 'ada' })).toEqual({ source: 'threads', accountId: ada.accountId });
    const named = { personaId: 'ada', accountId: http.accountId };
    expect(await posted(named)).toEqual({ source: 'http', accountId: http.accountId });
    expect(await posted({ personaId: 'ada', accountId: 'default' })).toEqual({
      source: 'threads',
      accountId: null,
    });
    expect(await posted({ personaId: 'ada', source: 'push' })).toEqual({ source: 'push', accountId: null });
  });

  it('of an account that there is not is refused, alone among many', async () => {
    await expect(posted({ accountId: NOBODY })).rejects.toThrow(`accountId: ${NOBODY} is unknown`);
    await expect(posted({ accountId: 'default', source: 'push' })).rejects.toThrow(
      'accountId: pushed samples',
    );
    const variants = [aVariant({ source: 'threads', accountId: NOBODY }), aVariant({ source: 'threads' })];
    const { results } = await server.client.variants.postedMany.mutate({ variants });
    expect(results).toMatchObject([{ ok: false, error: { code: 'BAD_REQUEST' } }, { ok: true }]);
  });

  it('keeps its account from being removed until it has ended', async () => {
    const { accountId } = await anAccount({ personaIds: ['ada'] });
    const variant = aVariant({ source: 'threads', personaId: 'ada' });
    await server.client.variants.posted.mutate(variant);
    await expect(accounts().remove.mutate({ accountId })).rejects.toThrow(
      'accountId: Ada is in use by 1 live variant;',
    );
    expect(await listed(accountId)).toMatchObject({ personaIds: ['ada'], hasToken: true });
    await server.client.monitoring.stop.mutate({ variantId: variant.variantId, reason: 'done' });
    await accounts().remove.mutate({ accountId });
  });
});
