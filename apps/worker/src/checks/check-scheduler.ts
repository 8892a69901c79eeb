import { DEFAULT_ACCOUNT } from '@cull/db';
import type { Removal, SourceFailure, SourceReading } from '@cull/sources';
import type { AccountChecks } from './account-checks';
import { MAX_ROUTINE_STRETCH } from './budget';
import type { PlannedCheck } from './check-queue';

/** Hands each check to the account that makes it. */
export class CheckScheduler {
  readonly #accounts = new Map<string, AccountChecks>();
  readonly #accountOf = new Map<string, string>();

  /** The accounts that are known at the moment, by id. */
  get accounts(): ReadonlyMap<string, AccountChecks> {
    return this.#accounts;
  }

  add(accountId: string, account: AccountChecks): void {
    this.#accounts.set(accountId, account);
  }

  /** Forgets an account that was removed; nothing is asked of it any more. */
  async drop(accountId: string): Promise<void> {
    const account = this.#accounts.get(accountId);
    this.#accounts.delete(accountId);
    await account?.close();
  }

  /**
   * @param account Null for the environment's.
   * @returns When it is due as far as the account's budget allows, epoch milliseconds; null where the account isn't known.
   */
  plan(account: string | null, check: PlannedCheck): number | null {
    const accountId = account ?? DEFAULT_ACCOUNT;
    const checks = this.#accounts.get(accountId);
    if (checks === undefined) return null;
    this.#accountOf.set(check.id, accountId);
    return checks.plan(check);
  }

  /** Makes a check that is planned now; does nothing where none is, or it is under way. */
  hasten(id: string): void {
    const accountId = this.#accountOf.get(id);
    if (accountId !== undefined) this.#accounts.get(accountId)?.hasten(id);
  }

  cancel(id: string): void {
    const accountId = this.#accountOf.get(id);
    if (accountId === undefined) return;
    this.#accounts.get(accountId)?.cancel(id);
    this.#accountOf.delete(id);
  }

  /** Counts views that a post got since it was read before. */
  countViews(accountId: string | null, views: number): void {
    if (views !== 0) this.#accounts.get(accountId ?? DEFAULT_ACCOUNT)?.countViews(views);
  }

  /**
   * Reads a post once, after everything else that waits; null where that is not possible within `withinMs`, or calls are so
   * scarce that live variants wait.
   */
  readOnce(
    accountId: string | null,
    postId: string,
    withinMs: number,
    now: number,
  ): Promise<SourceReading | null> {
    const id = `post-kill:${postId}`;
    const stretch = this.#accounts.get(accountId ?? DEFAULT_ACCOUNT)?.stretch ?? 1;
    if (stretch >= MAX_ROUTINE_STRETCH) return Promise.resolve(null);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.cancel(id);
        resolve(null);
      }, withinMs);
      const onReading = (reading: SourceReading) => {
        clearTimeout(timer);
        this.#accountOf.delete(id);
        resolve(reading);
      };
      if (this.plan(accountId, { id, postId, at: now, urgency: 'post_kill', onReading }) !== null) return;
      clearTimeout(timer);
      resolve(null);
    });
  }

  /** Takes a post down. Never rejects. */
  async remove(accountId: string | null, postId: string, wasRead: boolean): Promise<Removal> {
    const account = this.#accounts.get(accountId ?? DEFAULT_ACCOUNT);
    return account === undefined ? { ok: false, failure: NO_ACCOUNT } : account.remove(postId, wasRead);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#accounts.values()].map((account) => account.close()));
  }
}

const NO_ACCOUNT: SourceFailure = { code: 'not_permitted', detail: 'The account was removed.' };
