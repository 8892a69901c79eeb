import type { SourceFailure } from '@cull/sources';
import { type AccountHealth, AccountHealthRecord } from './account-health';
import { BackOff } from './back-off';
import { PAUSED, paused, TOKEN_REFUSED, waits } from './unasked';

/** A token that the source refuses is tried with one request this often. */
const REFUSED_TOKEN_EVERY_MS = 15_000;

/** Why nothing is asked of an account. */
export interface Closed {
  /** What those are answered who ask anyway. */
  readonly failure: SourceFailure;
  /** Until when, epoch milliseconds; null where only a person can tell. */
  readonly until: number | null;
  /** Whether checks are answered with it as they come due; otherwise they wait. */
  readonly answersChecks: boolean;
}

/** How an account does, or that somebody has paused it. */
export interface AccountState extends Omit<AccountHealth, 'state'> {
  readonly state: AccountHealth['state'] | 'paused';
}

/** Knows when an account may be asked: not while it is paused, backs off, or its token is refused. */
export class AccountGate {
  readonly #backOff = new BackOff();
  readonly #health: AccountHealthRecord;
  #tokenRefusedAt = Number.NEGATIVE_INFINITY;
  #pausedSince: number | null = null;

  constructor(now: number) {
    this.#health = new AccountHealthRecord(now);
  }

  get isPaused(): boolean {
    return this.#pausedSince !== null;
  }

  /** When its last back-off ends or ended, epoch milliseconds; 0 where there was none. */
  get freeAt(): number {
    return this.#backOff.freeAt;
  }

  state(now: number): AccountState {
    const health = this.#health.current(this.#backOff.blockedUntil(now));
    return this.#pausedSince === null ? health : { ...health, ...PAUSED, since: this.#pausedSince };
  }

  setPaused(isPaused: boolean, now: number): void {
    this.#pausedSince = isPaused ? now : null;
  }

  /** Whether the last answer was that the token is refused: one request then shows whether it is accepted again. */
  get doubtsToken(): boolean {
    return this.#tokenRefusedAt > Number.NEGATIVE_INFINITY;
  }

  /** Another token has to be tried. */
  trustToken(): void {
    this.#tokenRefusedAt = Number.NEGATIVE_INFINITY;
  }

  /** Returns why nothing may be asked; null if something may. */
  closed(now: number): Closed | null {
    if (this.#pausedSince !== null) return { failure: paused(now), until: null, answersChecks: false };
    const until = this.#backOff.blockedUntil(now);
    if (until !== null) return { failure: waits(until), until, answersChecks: false };
    const retryAt = this.#tokenRefusedAt + REFUSED_TOKEN_EVERY_MS;
    return now < retryAt ? { failure: TOKEN_REFUSED, until: retryAt, answersChecks: true } : null;
  }

  /** Takes in what the source answered; null for an answer that served. */
  note(failure: SourceFailure | null, now: number): void {
    this.#tokenRefusedAt = failure?.code === 'token_invalid' ? now : Number.NEGATIVE_INFINITY;
    if (failure === null) {
      this.#backOff.served(now);
      this.#health.served(now);
      return;
    }
    if (failure.code === 'rate_limited' && failure.scope === 'account')
      this.#backOff.refused(failure.retryAt, now);
    this.#health.failed(failure, now);
  }
}
