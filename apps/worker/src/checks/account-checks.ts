import type { AccountUse } from '@cull/db';
import type { Removal, SourceCapabilities, SourceClient, SourceFailure, SourceReading } from '@cull/sources';
import { type AccountHealth, AccountHealthRecord } from './account-health';
import { BackOff } from './back-off';
import { CheckPaces, type CheckPacesSummary, type WaitsFor } from './check-paces';
import { CheckQueue, type PlannedCheck } from './check-queue';
import { CheckTimes, type CheckTimesSummary } from './check-times';
import { Lanes } from './lanes';
import {
  BROKEN_ADAPTER,
  CLOSED,
  PAUSED,
  paused,
  TOKEN_REFUSED,
  tooMany,
  unanswered,
  usedUp,
  waits,
} from './unasked';

export interface AccountChecksOptions {
  readonly client: SourceClient;
  readonly maxLanes: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Called with each answer. */
  readonly onAnswer?: (readings: readonly SourceReading[], tookMs: number) => void;
}

export interface AccountReport extends Omit<AccountHealth, 'state'> {
  readonly state: AccountHealth['state'] | 'paused';
  /** Variants whose next check is planned or under way. */
  readonly live: number;
  readonly lanes: number;
  /** How much of its rate limit is used, percent; null where the source has not told lately. */
  readonly usedPercent: number | null;
  /** Calls in 24 hours, where the source tells. */
  readonly callsPerDay: number | null;
  readonly times: CheckTimesSummary;
  readonly paces: CheckPacesSummary;
}

/** A request with its whole answer; the slowest answers of healthy sources take about three seconds. */
const TIMEOUT_MS = 5_000;
/** Where one request reads many posts, it waits this long for others, and takes along what is due a little later. */
const GATHER_MS = 25;
const TAKE_ALONG_MS = 250;
/** A token that the source refuses is tried with one request this often. */
const REFUSED_TOKEN_EVERY_MS = 15_000;

/** Routine checks are put off at most this many times as long as planned. */
export const MAX_ROUTINE_STRETCH = 6;

/** More removals of one account don't wait in this process, but in their rows. */
const MAX_REMOVALS_WAITING = 4;

/** A removal that waits for its turn. */
interface Wanted {
  readonly postId: string;
  readonly wasRead: boolean;
  readonly resolve: (removal: Removal) => void;
}

/**
 * Asks one account's source: removals first, then the checks that can change most. As many requests are under way as the source
 * takes, each answer is handed on as it arrives, and no account waits for another.
 */
export class AccountChecks {
  readonly #options: AccountChecksOptions;
  #client: SourceClient;
  readonly #queue = new CheckQueue();
  readonly #removals: Wanted[] = [];
  readonly #lanes: Lanes;
  readonly #backOff = new BackOff();
  readonly #health: AccountHealthRecord;
  readonly #times = new CheckTimes();
  readonly #paces = new CheckPaces();
  #running = 0;
  #reading = 0;
  #timer: NodeJS.Timeout | null = null;
  #pumpsAt = 0;
  #isClosed = false;
  #tokenRefusedAt = Number.NEGATIVE_INFINITY;
  #pausedSince: number | null = null;
  #removalsBlockedUntil: number | null = null;
  #calls = 0;
  #removalsMade = 0;
  #views = 0;
  /** How many times as long as planned the gaps between checks are, so that the budget lasts; at least 1. */
  stretch = 1;

  constructor(options: AccountChecksOptions) {
    this.#options = options;
    this.#client = options.client;
    this.#lanes = new Lanes({ most: options.maxLanes });
    this.#health = new AccountHealthRecord(options.now());
  }

  plan(check: PlannedCheck): void {
    const at = this.#stretched(check);
    this.#paces.planned(check, at, this.#options.now());
    this.#queue.plan(at === check.at ? check : { ...check, at });
    this.#pumpAt(at);
  }

  cancel(id: string): void {
    this.#queue.cancel(id);
    this.#paces.cancelled(id);
  }

  /** Uses another client from now on; what is under way ends with the one that it began with. */
  setClient(client: SourceClient): void {
    const before = this.#client;
    this.#client = client;
    this.#tokenRefusedAt = Number.NEGATIVE_INFINITY;
    void before.close();
    this.#pumpAt(this.#options.now());
  }

  /** Asks nothing while it is paused, and forgets nothing. */
  setPaused(isPaused: boolean): void {
    if (isPaused === (this.#pausedSince !== null)) return;
    this.#pausedSince = isPaused ? this.#options.now() : null;
    if (isPaused) return;
    this.#paces.restart(this.#options.now());
    this.#pumpAt(this.#options.now());
  }

  setMaxLanes(most: number): void {
    this.#lanes.most = most;
  }

  /** Removes nothing before, epoch milliseconds; null: the budget allows it. */
  blockRemovals(until: number | null): void {
    this.#removalsBlockedUntil = until;
  }

  get capabilities(): SourceCapabilities {
    return this.#client.capabilities;
  }

  /** Counts views that one of the account's posts got since it was read before. */
  countViews(views: number): void {
    this.#views += views;
  }

  /** Gives what was used of the budgets, and which views came, since it was last asked. */
  takeUses(accountId: string): readonly AccountUse[] {
    const uses = [
      { accountId, kind: 'calls', used: this.#calls },
      { accountId, kind: 'removals', used: this.#removalsMade },
      { accountId, kind: 'views', used: this.#views },
    ] as const;
    this.#calls = 0;
    this.#removalsMade = 0;
    this.#views = 0;
    return uses.filter(({ used }) => used !== 0);
  }

  /** Takes a post down before any check is made. Never rejects. */
  remove(postId: string, wasRead: boolean): Promise<Removal> {
    const now = this.#options.now();
    if (this.#removalsBlockedUntil !== null && this.#removalsBlockedUntil > now)
      return Promise.resolve({ ok: false, failure: usedUp(this.#removalsBlockedUntil) });
    // A source that hangs must not hold up the steps of kills at others.
    if (this.#removals.length >= MAX_REMOVALS_WAITING)
      return Promise.resolve({ ok: false, failure: tooMany(now) });
    return new Promise((resolve) => {
      this.#removals.push({ postId, wasRead, resolve });
      this.#pump();
    });
  }

  /** Asks something cheap; answers from what is known where the source has answered within `freshMs`. */
  async test(freshMs: number): Promise<SourceFailure | null> {
    if (this.#options.now() - this.#health.answeredAt <= freshMs) return null;
    this.#calls += 1;
    const failure = await this.#client.test({ timeoutMs: TIMEOUT_MS });
    this.#note(failure);
    return failure;
  }

  report(): AccountReport {
    const now = this.#options.now();
    return {
      ...this.#health.current(this.#backOff.blockedUntil(now)),
      ...(this.#pausedSince !== null && PAUSED),
      ...(this.#pausedSince !== null && { since: this.#pausedSince }),
      live: this.#queue.size + this.#reading,
      lanes: this.#lanes.limit,
      ...this.#client.usage(),
      times: this.#times.summary(now),
      paces: this.#paces.summary(this.#waitsFor(now), now),
    };
  }

  /** Waits for what is under way, and asks nothing more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#refuseRemovals(CLOSED);
    await this.#client.close();
  }

  /** Answers those who wait for a removal, so that they ask again later. */
  #refuseRemovals(failure: SourceFailure): void {
    for (const { resolve } of this.#removals.splice(0)) resolve({ ok: false, failure });
  }

  #pump(): void {
    const now = this.#options.now();
    if (this.#isClosed) return;
    if (this.#pausedSince !== null) {
      this.#refuseRemovals(paused(now));
      return;
    }
    const blockedUntil = this.#backOff.blockedUntil(now);
    if (blockedUntil !== null) {
      this.#refuseRemovals(waits(blockedUntil));
      this.#pumpAt(blockedUntil);
      return;
    }
    if (now < this.#tokenRefusedAt + REFUSED_TOKEN_EVERY_MS) {
      this.#refuseRemovals(TOKEN_REFUSED);
      this.#answerRefused(now);
      return;
    }
    while (this.#running < this.#lanes.limit) {
      const removal = this.#removals.shift();
      if (removal !== undefined) {
        void this.#remove(removal);
        continue;
      }
      const { postsPerRequest } = this.#client.capabilities;
      if (!this.#queue.hasReady(now)) break;
      const ahead = postsPerRequest > 1 ? TAKE_ALONG_MS : 0;
      void this.#read(this.#queue.take(now + ahead, postsPerRequest));
      // One request shows whether the token is accepted again.
      if (this.#tokenRefusedAt > Number.NEGATIVE_INFINITY) break;
    }
    const next = this.#queue.nextAt();
    if (next !== null && this.#running < this.#lanes.limit) this.#pumpAt(next);
  }

  /** Pumps at that time, or with the one that comes sooner. */
  #pumpAt(at: number): void {
    if (this.#isClosed) return;
    const { now } = this.#options;
    const gather = this.#client.capabilities.postsPerRequest > 1 ? GATHER_MS : 0;
    const delay = Math.max(gather, at - now());
    if (this.#timer !== null && this.#pumpsAt <= now() + delay) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#pumpsAt = now() + delay;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#pump();
    }, delay);
  }

  async #read(checks: readonly PlannedCheck[]): Promise<void> {
    const { now, onAnswer } = this.#options;
    const client = this.#client;
    const startedAt = now();
    this.#running += 1;
    // Graph batches are counted post by post.
    this.#calls += checks.length;
    this.#reading += checks.length;
    this.#times.started(checks, startedAt);
    const waitedFor = this.#waitsFor(Math.min(...checks.map(({ at }) => at)));
    const wasFull = this.#running >= this.#lanes.limit && this.#queue.hasReady(startedAt);
    const postIds = checks.map(({ postId }) => postId);
    const readings = await client
      .read(postIds, { timeoutMs: TIMEOUT_MS })
      .catch(() => postIds.map(unanswered));
    this.#running -= 1;
    this.#reading -= checks.length;
    this.#learn(readings, now() - startedAt, wasFull);
    onAnswer?.(readings, now() - startedAt);
    for (const [index, check] of checks.entries()) {
      const reading = readings[index] ?? unanswered(check.postId);
      // What the account as a whole was refused is asked again when it may: it says nothing about the post.
      if (!reading.ok && isOfAccount(reading.failure)) this.#queue.plan(check);
      else check.onReading(reading, this.#paces.answered(check, startedAt, now(), waitedFor));
    }
    this.#pump();
  }

  async #remove({ postId, wasRead, resolve }: Wanted): Promise<void> {
    const client = this.#client;
    this.#running += 1;
    this.#calls += 2;
    const removal = await client
      .remove(postId, { timeoutMs: TIMEOUT_MS, wasRead })
      .catch((): Removal => ({ ok: false, failure: BROKEN_ADAPTER }));
    this.#running -= 1;
    if (removal.ok) this.#removalsMade += 1;
    // The quota of removals is one of its own: checks go on.
    if (removal.ok || removal.failure.code !== 'rate_limited')
      this.#note(removal.ok ? null : removal.failure);
    resolve(removal);
    this.#pump();
  }

  /** Takes what a whole answer says of the source, by the reading that tells most. */
  #learn(readings: readonly SourceReading[], tookMs: number, wasFull: boolean): void {
    const now = this.#options.now();
    const failures = readings.flatMap((reading) => (reading.ok ? [] : [reading.failure]));
    const ofAccount = failures.find(isOfAccount);
    if (ofAccount === undefined && failures.length < readings.length) {
      this.#note(null);
      this.#lanes.answered(tookMs, wasFull, now);
      return;
    }
    const failure = ofAccount ?? failures[0];
    if (failure === undefined) return;
    this.#note(failure);
    if (isOfAccount(failure) || (failure.code === 'unavailable' && failure.cause !== 'refused'))
      this.#lanes.failed(now);
  }

  #note(failure: SourceFailure | null): void {
    const now = this.#options.now();
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

  /** What checks wait for that are due since then. */
  #waitsFor(since: number): WaitsFor {
    if (this.#backOff.freeAt > since) return 'rate_limit';
    return this.#running >= this.#lanes.limit ? 'lanes' : 'engine';
  }

  /** Where a budget has to last, gaps get longer; those before a decision only once all others can't. */
  #stretched({ at, urgency }: PlannedCheck): number {
    const now = this.#options.now();
    const factor = urgency === 'decisive' ? Math.max(1, this.stretch / MAX_ROUTINE_STRETCH) : this.stretch;
    return factor === 1 || at <= now ? at : now + (at - now) * Math.min(factor, MAX_ROUTINE_STRETCH);
  }

  /** What is due while the token is refused is answered from that, and not sent. */
  #answerRefused(now: number): void {
    for (const { id, postId, onReading } of this.#queue.take(now, this.#queue.size)) {
      this.#paces.cancelled(id);
      onReading({ ok: false, postId, failure: TOKEN_REFUSED });
    }
    const retryAt = this.#tokenRefusedAt + REFUSED_TOKEN_EVERY_MS;
    this.#pumpAt(Math.min(retryAt, this.#queue.nextAt() ?? retryAt));
  }
}

function isOfAccount(failure: SourceFailure): boolean {
  return failure.code === 'rate_limited' && failure.scope === 'account';
}
