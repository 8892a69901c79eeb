import type { SourceFailure } from '@cull/sources';

/** How an account does at its source; instants are epoch milliseconds. */
export interface AccountHealth {
  readonly state: 'ok' | 'limited' | 'unreachable' | 'token_invalid';
  readonly since: number;
  /** What is wrong, in words; null while nothing is. */
  readonly detail: string | null;
  /** When it is asked again; null where it isn't held back. */
  readonly retryAt: number | null;
}

/** A source that answers nothing for this long is out of reach, and one that has answered for the other is back. */
const UNREACHABLE_AFTER_MS = 15_000;
const BACK_AFTER_MS = 30_000;

/** Keeps what the answers say about an account. One lost request is noise, and so is one answer of a source that is down. */
export class AccountHealthRecord {
  #since: number;
  #state: 'ok' | 'unreachable' | 'token_invalid' = 'ok';
  #detail: string | null = null;
  #failingSince: number | null = null;
  #servedSince: number | null = null;

  constructor(now: number) {
    this.#since = now;
  }

  served(now: number): void {
    this.#failingSince = null;
    this.#servedSince ??= now;
    const isBack = this.#state === 'token_invalid' || now - this.#servedSince >= BACK_AFTER_MS;
    if (this.#state !== 'ok' && isBack) this.#enter('ok', null, now);
  }

  failed(failure: SourceFailure, now: number): void {
    switch (failure.code) {
      case 'token_invalid':
        this.#enter('token_invalid', failure.detail, now);
        return;
      case 'unavailable':
      case 'malformed':
        if (failure.code === 'unavailable' && failure.cause === 'cancelled') return;
        this.#failingSince ??= now;
        this.#servedSince = null;
        if (now - this.#failingSince >= UNREACHABLE_AFTER_MS) this.#enter('unreachable', failure.detail, now);
        return;
      // The rest is an answer about one post, or a wait that the account's back-off knows of.
      case 'rate_limited':
        return;
      case 'post_gone':
      case 'no_counters':
      case 'no_reading':
      case 'not_permitted':
        this.served(now);
        return;
    }
  }

  /** @param blockedUntil Until when the account is left alone, as it asked for. */
  current(blockedUntil: number | null): AccountHealth {
    if (blockedUntil !== null && this.#state === 'ok')
      return {
        state: 'limited',
        since: this.#since,
        detail: 'The source asked to slow down.',
        retryAt: blockedUntil,
      };
    return { state: this.#state, since: this.#since, detail: this.#detail, retryAt: blockedUntil };
  }

  #enter(state: 'ok' | 'unreachable' | 'token_invalid', detail: string | null, now: number): void {
    if (this.#state !== state) this.#since = now;
    this.#state = state;
    this.#detail = detail;
  }
}
