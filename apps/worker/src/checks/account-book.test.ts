import { randomUUID } from 'node:crypto';
import { sealAccountSecrets } from '@cull/accounts';
import {
  addAccountUsage,
  createAccount,
  readAccount,
  readAccountReports,
  readAccountUsage,
  readTroubles,
  removeAccount,
  setAccountPaused,
  TROUBLE_EVENTS,
  updateAccount,
} from '@cull/db';
import { createSecretBox } from '@cull/process';
import type { SourceAccount, SourceFailure, SourceReading } from '@cull/sources';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWorkbench, type TestContext, type Workbench } from '../../test/context';
import { failing, fakeSource, served } from '../../test/fake-source';
import { TroubleTeller } from '../trouble-teller';
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
/** How far the books' clock is ahead. */
let aheadMs: number;
const now = () => Date.now() + aheadMs;
beforeEach(async () => {
  context = bench.context();
  opened = [];
  aheadMs = 0;
  await context.db.pool.query(
    'TRUNCATE accounts, account_personas, account_reports, account_usage, troubles, events CASCADE',
  );
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
      return fakeSource({ read, capabilities: { callsPerDay: 48_000, callsPerView: 4_800, removalsPerDay } });
    },
    createChecks: (client) => new AccountChecks({ client, maxLanes: 16, now }),
    maxLanes: 16,
    teller: new TroubleTeller({ ...context, now }),
    log: context.log,
    now,
  });
  const read = (accountId: string) =>
    new Promise<SourceReading | 'unknown account'>((resolve) => {
      const check = {
        id: randomUUID(),
        postId: 'post',
        at: now(),
        urgency: 'routine',
        onReading: resolve,
      } as const;
      if (!checks.plan(accountId, check)) resolve('unknown account');
    });
  return { book, checks, read };
}

async function anAccount(name: string, accessToken: string, sealedBy = box): Promise<string> {
  const accountId = randomUUID();
  const sealedSecrets = sealAccountSecrets(sealedBy, accountId, { accessToken, headers: {} });
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

/** The events of an account, oldest first. */
async function told(accountId: string): Promise<readonly { type: string; data: unknown }[]> {
  const { rows } = await context.db.pool.query<{ type: string; data: unknown }>(
    `SELECT type, data FROM events WHERE data->>'accountId' = $1 ORDER BY id`,
    [accountId],
  );
  for (const { type } of rows) expect(TROUBLE_EVENTS).toHaveProperty([type]);
  return rows;
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
    expect(await told(ada)).toEqual([
      {
        type: 'account.budget_low',
        data: {
          ...{ accountId: ada, account: 'Ada', budget: 'deletes', used: 5, limit: 5, usedPercent: 100 },
          ...{ lastsSeconds: null, text: 'Ada used 5 of 5 deletes in 24 hours (100%).' },
        },
      },
    ]);
  });

  it('tell once that one can’t be read, whichever worker is asked, and that it is back', async () => {
    const ada = await anAccount('Ada', 'dead');
    const [first, second] = [aBook({ workerId: 'a' }), aBook({ workerId: 'b' })];
    const pass = async (ms: number) => {
      aheadMs += ms;
      await Promise.all([first.book.refresh(), second.book.refresh()]);
    };
    await pass(0);
    expect(await first.read(ada)).toMatchObject({ failure: EXPIRED });
    await pass(0);
    expect(await told(ada)).toEqual([]);
    await pass(6_000);
    await pass(6_000);
    expect(await told(ada)).toMatchObject([
      {
        type: 'source.unhealthy',
        data: {
          ...{ account: 'Ada', source: 'threads', problem: 'token_invalid', detail: 'expired' },
          text: 'Ada can’t be used: expired.',
        },
      },
    ]);
    const sealed = sealAccountSecrets(box, ada, { accessToken: 'alive', headers: {} });
    const was = (await readAccount(context.db.pool, ada))?.sealedSecrets ?? null;
    await updateAccount(
      context.db.pool,
      ada,
      { secrets: { was, sealed, token: { expiresAt: null } } },
      now(),
    );
    await pass(0);
    expect(await first.read(ada)).toMatchObject({ ok: true });
    await pass(0);
    await pass(9_000);
    expect(await told(ada)).toHaveLength(1);
    await pass(3_000);
    await pass(3_000);
    expect((await told(ada)).map(({ type }) => type)).toEqual(['source.unhealthy', 'source.healthy']);
  });

  it('say what is wrong with one whose key is lost', async () => {
    const ada = await anAccount('Ada', 'alive', createSecretBox(Buffer.alloc(32, 2)));
    const { book } = aBook();
    await book.refresh();
    aheadMs = 6_000;
    await book.refresh();
    const [report] = await readAccountReports(context.db.pool, now());
    expect(report).toMatchObject({ accountId: ada, state: 'token_invalid' });
    expect(report?.detail).toContain('CULL_ENCRYPTION_KEY');
    expect(await told(ada)).toMatchObject([{ type: 'source.unhealthy', data: { problem: 'token_invalid' } }]);
  });

  it('tell once that checks are behind, with both intervals and the cause, and that they have caught up', async () => {
    const ada = await anAccount('Ada', 'alive');
    const { book, checks } = aBook({ workerId: 'a' });
    await book.refresh();
    checks.plan(ada, { id: 'v', postId: 'v', at: now() + 600_000, urgency: 'routine', onReading: () => {} });
    const pass = async (ms: number, achieved: number) => {
      aheadMs += ms;
      await context.db.pool.query(
        `INSERT INTO account_reports (account_id, worker_id, live, checks_per_second, state, since, updated_at,
           wanted_interval, achieved_interval, behind_cause)
         VALUES ($1, 'b', 30, 1, 'ok', now(), $2, 1, $3, 'lanes')
         ON CONFLICT (account_id, worker_id) DO UPDATE SET updated_at = $2, achieved_interval = $3`,
        [ada, new Date(now()), achieved],
      );
      await book.refresh();
    };
    await pass(0, 4);
    await pass(9_000, 4);
    expect(await told(ada)).toEqual([]);
    await pass(3_000, 4);
    await pass(3_000, 6);
    const behind = {
      type: 'engine.behind',
      data: {
        ...{ accountId: ada, account: 'Ada', wantedSeconds: 1, achievedSeconds: 4, cause: 'lanes', live: 31 },
        text: 'Ada: 31 live variants checked every 4 s instead of 1 s: all request lanes are in use.',
      },
    };
    expect(await told(ada)).toEqual([behind]);
    const [lasting] = await readTroubles(context.db.pool);
    expect(lasting?.data).toMatchObject({ achievedSeconds: 6 });
    await pass(3_000, 1);
    await pass(20_000, 1);
    expect(await told(ada)).toEqual([behind]);
    await pass(11_000, 1);
    expect(await told(ada)).toMatchObject([behind, { type: 'engine.caught_up', data: { wantedSeconds: 1 } }]);
    expect(await readTroubles(context.db.pool)).toEqual([]);
  });

  it('spend what is left of their calls slowly, and say so before it is gone', async () => {
    const ada = await anAccount('Ada', 'alive');
    const { book, checks, read } = aBook();
    await book.refresh();
    await addAccountUsage(context.db.pool, [{ accountId: ada, kind: 'calls', used: 47_900 }], now());
    const pass = async (ms: number) => {
      aheadMs += ms;
      await read(ada);
      await book.refresh();
    };
    await pass(0);
    expect(checks.accounts.get(ada)?.stretch).toBe(1);
    await pass(11_000);
    expect(checks.accounts.get(ada)?.stretch).toBeGreaterThan(30);
    expect(await told(ada)).toMatchObject([
      { type: 'account.budget_low', data: { budget: 'calls', used: 47_902, limit: 48_000 } },
    ]);
    checks.countViews(ada, 1_000);
    await pass(1_000);
    expect(checks.accounts.get(ada)?.stretch).toBe(1);
    await pass(61_000);
    expect(await readTroubles(context.db.pool)).toEqual([]);
  });
});
