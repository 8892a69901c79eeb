import { openAccount, unusableWords } from '@cull/accounts';
import { type Settling, settle } from '@cull/core';
import {
  type AccountReportRow,
  type AccountRow,
  type AccountUsageRow,
  addAccountUsage,
  DEFAULT_ACCOUNT,
  ENGINE_SUBJECT,
  readAccountReports,
  readAccounts,
  readAccountUsage,
  reportAccounts,
  type SqlDatabase,
} from '@cull/db';
import type { SecretBox } from '@cull/process';
import type { SourceAccount, SourceClient } from '@cull/sources';
import type { Logger } from 'pino';
import type { TroubleTeller } from '../trouble-teller';
import type { AccountChecks, AccountReport } from './account-checks';
import type { AccountNames } from './account-events';
import { tellTroubles } from './account-troubles';
import type { CheckScheduler } from './check-scheduler';
import { type SeenAccount, seenAccount } from './seen-account';

export interface AccountBookOptions {
  readonly workerId: string;
  readonly db: SqlDatabase;
  readonly box: SecretBox;
  readonly checks: CheckScheduler;
  /** Makes the client of an account. Throws what says in words what the account lacks. */
  readonly createClient: (account: SourceAccount) => SourceClient;
  readonly createChecks: (client: SourceClient) => AccountChecks;
  /** Of an account, over all workers. */
  readonly maxLanes: number;
  readonly teller: TroubleTeller;
  readonly log: Logger;
  readonly now: () => number;
}

/** A burst of checks at once is no pace to forecast by. */
const SCARCE = { onAfterMs: 10_000, offAfterMs: 0 };

type NewAccountReport = Omit<AccountReportRow, 'workerId' | 'updatedAt'>;

/** Keeps the worker's accounts as the database has them, and tells how they do. */
export class AccountBook {
  readonly #options: AccountBookOptions;
  /** By id, as of which change its client was made. */
  readonly #known = new Map<string, AccountRow>();
  /** Accounts that no client can be made of. */
  readonly #unusable = new Map<string, NewAccountReport>();
  /** Whether their calls have to be spent slowly. */
  readonly #scarce = new Map<string, Settling>();
  readonly #spokenFor = new Set<string>();

  constructor(options: AccountBookOptions) {
    this.#options = options;
  }

  /** Brings the accounts up to date, gives each its part of lanes and budget, reports on it, and reports its troubles. */
  async refresh(): Promise<void> {
    const { db, checks, now, workerId, teller } = this.#options;
    await this.#update(await readAccounts(db.pool));
    const uses = [...checks.accounts].flatMap(([accountId, account]) => account.takeUses(accountId));
    await addAccountUsage(db.pool, uses, now());
    const own = [...checks.accounts].map(([accountId, account]) => toRow(accountId, account.report()));
    await reportAccounts(db.pool, workerId, [...own, ...this.#unusable.values()], now());
    const [all, usage] = await Promise.all([
      readAccountReports(db.pool, now()),
      readAccountUsage(db.pool, now()),
      teller.refresh(),
    ]);
    await teller.keepOnly(
      ({ subject, kind }) =>
        this.#nameOf(subject) !== null || subject === ENGINE_SUBJECT || kind === 'policy_unreadable',
    );
    this.#spokenFor.clear();
    for (const accountId of [DEFAULT_ACCOUNT, ...this.#known.keys()]) {
      const reports = all.filter((report) => report.accountId === accountId);
      const hours = usage.filter((row) => row.accountId === accountId);
      await this.#see(accountId, reports, hours);
    }
  }

  /** Whether this worker is the one that tells how the account does: one of those that check variants of it, if any does. */
  speaksFor(accountId: string): boolean {
    return this.#spokenFor.has(accountId);
  }

  async #update(rows: readonly AccountRow[]): Promise<void> {
    const { checks } = this.#options;
    for (const row of rows) {
      if (this.#known.get(row.accountId)?.updatedAt !== row.updatedAt) this.#open(row);
      checks.accounts.get(row.accountId)?.setPaused(row.pausedAt !== null);
    }
    const present = new Set(rows.map(({ accountId }) => accountId));
    for (const accountId of this.#known.keys()) {
      if (present.has(accountId)) continue;
      this.#known.delete(accountId);
      this.#unusable.delete(accountId);
      await checks.drop(accountId);
    }
  }

  /** A change takes a new client, and leaves what is planned as it is. */
  #open(row: AccountRow): void {
    const { box, checks, createClient, createChecks, log, now } = this.#options;
    const { accountId, name, platform, baseUrl } = row;
    this.#known.set(accountId, row);
    this.#unusable.delete(accountId);
    try {
      const client = createClient({ platform, baseUrl, ...openAccount(box, row) });
      const known = checks.accounts.get(accountId);
      if (known === undefined) checks.add(accountId, createChecks(client));
      else known.setClient(client);
    } catch (error) {
      const detail = unusableWords(error);
      log.error({ accountId, name, reason: detail }, 'an account cannot be used');
      if (!checks.accounts.has(accountId)) this.#unusable.set(accountId, unusable(accountId, detail, now()));
    }
  }

  /** Shares an account out, and tells how it does where this worker speaks for it. */
  async #see(
    accountId: string,
    reports: readonly AccountReportRow[],
    usage: readonly AccountUsageRow[],
  ): Promise<void> {
    const { checks, workerId, now, teller } = this.#options;
    const account = checks.accounts.get(accountId);
    const names = this.#nameOf(accountId);
    if (names === null) return;
    const seen = seenAccount(names, reports, usage, account?.capabilities ?? null, now());
    if (account !== undefined) this.#share(accountId, account, reports, seen);
    const speaker = reports.find((report) => report.live > 0) ?? reports[0];
    if (speaker?.workerId !== workerId) return;
    this.#spokenFor.add(accountId);
    await tellTroubles(teller, seen);
  }

  /** Each worker has lanes in proportion to the live variants that it checks for the account, and they share one budget. */
  #share(
    accountId: string,
    account: AccountChecks,
    reports: readonly AccountReportRow[],
    { calls, deletes, live }: SeenAccount,
  ): void {
    const { maxLanes, workerId, now } = this.#options;
    const workers = Math.max(1, reports.length);
    const mine = reports.find((report) => report.workerId === workerId)?.live ?? 0;
    // Who checks none of its variants may take some over before the next pass, and begins as one of many.
    const part = mine === 0 ? 1 / workers : mine / live;
    account.setMaxLanes(Math.max(1, Math.floor(maxLanes * part)));
    const before = this.#scarce.get(accountId) ?? { isOn: false, turningSince: null };
    const scarce = settle(before, calls.stretch > 1, now(), SCARCE);
    this.#scarce.set(accountId, scarce);
    account.stretch = scarce.isOn ? calls.stretch : 1;
    // Steps of kills go to any worker.
    const left = deletes.limit === null ? null : Math.max(0, deletes.limit - deletes.used);
    account.allowRemovals(left === null ? null : Math.ceil(left / workers), deletes.freeAt);
  }

  #nameOf(accountId: string): AccountNames | null {
    if (accountId === DEFAULT_ACCOUNT) return { accountId, account: DEFAULT_ACCOUNT, platform: 'threads' };
    const row = this.#known.get(accountId);
    return row === undefined ? null : { accountId, account: row.name, platform: row.platform };
  }
}

function toRow(accountId: string, report: AccountReport): NewAccountReport {
  const { live, times, paces, state, detail, since, retryAt, usedPercent, callsPerDay } = report;
  return {
    accountId,
    live,
    checksPerSecond: times.checksPerSecond,
    intervalP50: times.intervalSeconds?.p50 ?? null,
    intervalP95: times.intervalSeconds?.p95 ?? null,
    ...{ state, detail, since, retryAt, usedPercent, callsPerDay },
    wantedInterval: paces.pace?.wantedSeconds ?? null,
    achievedInterval: paces.pace?.achievedSeconds ?? null,
    behindCause: paces.pace?.cause ?? null,
    wantedPerSecond: paces.wantedPerSecond,
  };
}

/** What is reported of an account that no client can be made of. */
function unusable(accountId: string, detail: string, since: number): NewAccountReport {
  return {
    ...{ accountId, state: 'token_invalid', detail, since, retryAt: null, live: 0, checksPerSecond: 0 },
    ...{ intervalP50: null, intervalP95: null, wantedInterval: null, achievedInterval: null },
    ...{ behindCause: null, wantedPerSecond: 0, usedPercent: null, callsPerDay: null },
  };
}
