import { openAccount } from '@cull/accounts';
import {
  type AccountReportRow,
  type AccountRow,
  type AccountUsageRow,
  addAccountUsage,
  appendEvents,
  readAccountReports,
  readAccounts,
  readAccountUsage,
  reportAccounts,
  type SqlDatabase,
} from '@cull/db';
import type { SecretBox } from '@cull/process';
import type { SourceAccount, SourceClient } from '@cull/sources';
import type { Logger } from 'pino';
import type { AccountChecks } from './account-checks';
import { isLow, stretchOf } from './budget';
import type { CheckScheduler } from './check-scheduler';

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
  readonly log: Logger;
  readonly now: () => number;
}

const HOUR_MS = 3_600_000;

/** Keeps the worker's accounts as the database has them, and tells how they do. */
export class AccountBook {
  readonly #options: AccountBookOptions;
  /** By id, as of which change its client was made. */
  readonly #known = new Map<string, { readonly updatedAt: number }>();
  readonly #announced = new Set<string>();
  readonly #spokenFor = new Set<string>();

  constructor(options: AccountBookOptions) {
    this.#options = options;
  }

  /** Brings the accounts up to date, gives each its part of lanes and budget, and reports on it. */
  async refresh(): Promise<void> {
    const { db, checks, now, workerId } = this.#options;
    await this.#update(await readAccounts(db.pool));
    const uses = [...checks.accounts].flatMap(([accountId, account]) => account.takeUses(accountId));
    await addAccountUsage(db.pool, uses, now());
    const reports = [...checks.accounts].map(([accountId, account]) => toRow(accountId, account));
    await reportAccounts(db.pool, workerId, reports, now());
    const [all, usage] = await Promise.all([
      readAccountReports(db.pool, now()),
      readAccountUsage(db.pool, now()),
    ]);
    for (const [accountId, account] of checks.accounts) {
      const ofAccount = all.filter((report) => report.accountId === accountId);
      await this.#share(accountId, account, ofAccount, usage);
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
      await checks.drop(accountId);
    }
  }

  /** A change takes a new client, and leaves what is planned as it is. */
  #open(row: AccountRow): void {
    const { box, checks, createClient, createChecks, log } = this.#options;
    const { accountId, name, platform, baseUrl } = row;
    this.#known.set(accountId, row);
    try {
      const client = createClient({ platform, baseUrl, ...openAccount(box, row) });
      const known = checks.accounts.get(accountId);
      if (known === undefined) checks.add(accountId, createChecks(client));
      else known.setClient(client);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.error({ accountId, name, reason }, 'an account cannot be used');
    }
  }

  /** Each worker has lanes in proportion to the live variants that it checks for the account, and they share one budget. */
  async #share(
    accountId: string,
    account: AccountChecks,
    reports: readonly AccountReportRow[],
    usage: readonly AccountUsageRow[],
  ): Promise<void> {
    const { maxLanes, workerId } = this.#options;
    const workers = Math.max(1, reports.length);
    const live = sumOf(reports.map((report) => report.live));
    const mine = reports.find((report) => report.workerId === workerId)?.live ?? 0;
    // Who checks none of its variants may take some over before the next pass, and begins as one of many.
    const part = mine === 0 ? 1 / workers : mine / live;
    account.setMaxLanes(Math.max(1, Math.floor(maxLanes * part)));
    const usedOf = (kind: AccountUsageRow['kind']) =>
      usage.find((row) => row.accountId === accountId && row.kind === kind);
    const { removalsPerDay } = account;
    // Each worker hears of the account's use with its own answers.
    const usedPercent = mostOf(reports.map((report) => report.usedPercent));
    account.stretch = stretchOf(usedPercent);
    const removals = usedOf('removals');
    const left = removalsPerDay === null ? null : removalsPerDay - (removals?.used ?? 0);
    // Steps of kills go to any worker. The hour as a whole has to be a day ago.
    const usedUpUntil = left !== null && left <= 0 && removals ? removals.oldestHour + 25 * HOUR_MS : null;
    account.allowRemovals(left === null ? null : Math.ceil(Math.max(0, left) / workers), usedUpUntil);
    const speaker = reports.find((report) => report.live > 0) ?? reports[0];
    if (speaker?.workerId !== workerId) {
      this.#spokenFor.delete(accountId);
      return;
    }
    this.#spokenFor.add(accountId);
    await this.#announce(accountId, 'calls', usedPercent);
    const deletesPercent = removalsPerDay === null ? null : (100 * (removals?.used ?? 0)) / removalsPerDay;
    await this.#announce(accountId, 'deletes', deletesPercent);
  }

  /** Once, until there is plenty again. */
  async #announce(accountId: string, budget: 'calls' | 'deletes', usedPercent: number | null): Promise<void> {
    const { db, now, log } = this.#options;
    const key = `${accountId} ${budget}`;
    if (!isLow(usedPercent)) {
      this.#announced.delete(key);
      return;
    }
    if (this.#announced.has(key)) return;
    this.#announced.add(key);
    log.warn({ accountId, budget, usedPercent }, 'the budget of an account is low');
    await appendEvents(db.pool, [
      { at: now(), type: 'account.budget_low', data: { accountId, budget, usedPercent } },
    ]);
  }
}

function toRow(accountId: string, account: AccountChecks): Omit<AccountReportRow, 'workerId' | 'updatedAt'> {
  const { live, times, state, detail, since, retryAt, usedPercent } = account.report();
  return {
    accountId,
    live,
    checksPerSecond: times.checksPerSecond,
    intervalP50: times.intervalSeconds?.p50 ?? null,
    intervalP95: times.intervalSeconds?.p95 ?? null,
    state,
    detail,
    since,
    retryAt,
    usedPercent,
  };
}

function mostOf(values: readonly (number | null)[]): number | null {
  return values.reduce((most, value) => (value === null ? most : Math.max(most ?? 0, value)), null);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
