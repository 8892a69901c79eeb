import { randomUUID } from 'node:crypto';
import { sealAccountSecrets } from '@cull/accounts';
import {
  createAccount,
  readAccountReports,
  readAccountUsage,
  removeAccount,
  setAccountPaused,
} from '@cull/db';
import { createSecretBox } from '@cull/process';
import type { SourceAccount, SourceFailure, SourceReading } from '@cull/sources';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWorkbench, type TestContext, type Workbench } from '../../test/context';
import { failing, fakeSource, served } from '../../test/fake-source';
import { AccountBook } from './account-book';
import { AccountChecks } from './account-checks';
import { CheckScheduler } from './check-scheduler';

const box = createSecretBox(Buffer.alloc(32, 1));
let bench: Workbench;
beforeAll(async () => {
  bench = await createWorkbench();
});
afterAll(() => bench.close());

let context: TestContext;
let opened: SourceAccount[];
beforeEach(async () => {
  context = bench.context();
  opened = [];
  await context.db.pool.query('TRUNCATE accounts, account_personas, account_reports, account_usage CASCADE');
});

const EXPIRED: SourceFailure = { code: 'token_invalid', detail: 'expired' };

/** A book of one worker; the source of an account refuses the token `dead`. */
function aBook({ removalsPerDay = null as number | null, workerId = context.workerId } = {}) {
  const checks = new CheckScheduler();
  const book = new AccountBook({
    workerId,
    db: context.db,
    box,
    checks,
    createClient: (account) => {
      opened.push(account);
      const read = account.accessToken === 'dead' ? failing(EXPIRED) : served;
      return fakeSource({ read, capabilities: { callsPerDay: 48_000, removalsPerDay } });
    },
    createChecks: (client) => new AccountChecks({ client, maxLanes: 16, now: Date.now }),
    maxLanes: 16,
    log: context.log,
    now: Date.now,
  });
  const read = (accountId: string) =>
    new Promise<SourceReading | 'unknown account'>((resolve) => {
      const check = {
        id: randomUUID(),
        postId: 'post',
        at: Date.now(),
        urgency: 'routine',
        onReading: resolve,
      } as const;
      if (!checks.plan(accountId, check)) resolve('unknown account');
    });
  return { book, checks, read };
}

async function anAccount(name: string, accessToken: string): Promise<string> {
  const accountId = randomUUID();
  const sealedSecrets = sealAccountSecrets(box, accountId, { accessToken, headers: {} });
  const account = {
    accountId,
    name,
    platform: 'threads',
    baseUrl: null,
    options: {},
    personaIds: [],
  } as const;
  await createAccount(context.db.pool, { ...account, sealedSecrets, tokenExpiresAt: null }, Date.now());
  return accountId;
}

describe('the accounts of a worker', () => {
  it('are read each with its own token, and a dead one keeps no other from being read', async () => {
    const [ada, ben] = [await anAccount('Ada', 'alive'), await anAccount('Ben', 'dead')];
    const { book, read } = aBook();
    await book.refresh();
    expect(opened.map(({ accessToken }) => accessToken)).toEqual(['alive', 'dead']);
    expect(await read(ben)).toMatchObject({ ok: false, failure: EXPIRED });
    expect(await read(ada)).toMatchObject({ ok: true });
    await book.refresh();
    const reports = await readAccountReports(context.db.pool, Date.now());
    expect(reports.map(({ accountId, state }) => [accountId, state]).toSorted()).toEqual(
      [
        [ada, 'ok'],
        [ben, 'token_invalid'],
      ].toSorted(),
    );
    const usage = await readAccountUsage(context.db.pool, Date.now());
    expect(usage.map(({ accountId, kind, used }) => [accountId, kind, used]).toSorted()).toEqual(
      [
        [ada, 'calls', 1],
        [ben, 'calls', 1],
      ].toSorted(),
    );
  });

  it('come, pause and go while it runs', async () => {
    const { book, checks, read } = aBook();
    await book.refresh();
    const ada = await anAccount('Ada', 'alive');
    expect(await read(ada)).toBe('unknown account');
    await book.refresh();
    expect(await read(ada)).toMatchObject({ ok: true });

    await setAccountPaused(context.db.pool, ada, true, Date.now());
    await book.refresh();
    const waiting = read(ada);
    expect(checks.accounts.get(ada)?.report().state).toBe('paused');
    expect(await checks.remove(ada, 'post', true)).toMatchObject({
      ok: false,
      failure: { code: 'rate_limited' },
    });
    await setAccountPaused(context.db.pool, ada, false, Date.now());
    await book.refresh();
    expect(await waiting).toMatchObject({ ok: true });

    await removeAccount(context.db.pool, ada, Date.now());
    await book.refresh();
    expect(await read(ada)).toBe('unknown account');
  });

  it('share lanes by the live variants that each worker checks', async () => {
    const ada = await anAccount('Ada', 'alive');
    const { book, checks } = aBook();
    await book.refresh();
    const setMaxLanes = vi.spyOn(AccountChecks.prototype, 'setMaxLanes');
    const never = { postId: 'x', at: Date.now() + 60_000, urgency: 'routine', onReading: () => {} } as const;
    for (let variant = 0; variant < 10; variant += 1) checks.plan(ada, { ...never, id: randomUUID() });
    await context.db.pool.query(
      `INSERT INTO account_reports (account_id, worker_id, live, checks_per_second, state, since, updated_at)
       VALUES ($1, 'another', 30, 1, 'ok', now(), now())`,
      [ada],
    );
    await book.refresh();
    expect(setMaxLanes).toHaveBeenLastCalledWith(4);
    setMaxLanes.mockRestore();
  });

  it('begin with a fair part of the lanes where a worker takes variants over', async () => {
    const ada = await anAccount('Ada', 'alive');
    const { book, checks } = aBook();
    await book.refresh();
    await context.db.pool.query(
      `INSERT INTO account_reports (account_id, worker_id, live, checks_per_second, state, since, updated_at)
       VALUES ($1, 'another', 30, 1, 'ok', now(), now())`,
      [ada],
    );
    await book.refresh();
    expect(checks.accounts.get(ada)?.report().lanes).toBe(8);
  });

  it('share the deletes that are left, and overspend them by at most one for each worker', async () => {
    const ada = await anAccount('Ada', 'alive');
    const workers = [aBook({ removalsPerDay: 7 }), aBook({ removalsPerDay: 7, workerId: 'another' })];
    for (const { book } of [...workers, ...workers]) await book.refresh();
    const made = await Promise.all(
      workers.map(async ({ checks }) => {
        let count = 0;
        for (let post = 0; post < 7; post += 1)
          if ((await checks.remove(ada, `post-${post}`, true)).ok) count += 1;
        return count;
      }),
    );
    expect(made).toEqual([4, 4]);
    for (const { book } of [...workers, ...workers]) await book.refresh();
    for (const { checks } of workers)
      expect(await checks.remove(ada, 'more', true)).toMatchObject({ ok: false });
  });

  it('say once that a budget is low, and keep what is over it for later', async () => {
    const ada = await anAccount('Ada', 'alive');
    const { book, checks } = aBook({ removalsPerDay: 5 });
    await book.refresh();
    for (let post = 0; post < 5; post += 1)
      expect(await checks.remove(ada, `post-${post}`, true)).toMatchObject({ ok: true });
    await book.refresh();
    await book.refresh();
    const refused = await checks.remove(ada, 'one-more', true);
    expect(refused).toMatchObject({ ok: false, failure: { code: 'rate_limited', scope: 'removals' } });
    expect(!refused.ok && refused.failure.code === 'rate_limited' && refused.failure.retryAt).toBeGreaterThan(
      Date.now() + 23 * 3_600_000,
    );
    const { rows } = await context.db.pool.query(
      `SELECT data FROM events WHERE type = 'account.budget_low' AND data->>'accountId' = $1`,
      [ada],
    );
    expect(rows).toEqual([{ data: { accountId: ada, budget: 'deletes', usedPercent: 100 } }]);
  });
});
