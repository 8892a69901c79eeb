import type { AccountUse } from '@cull/db';
import type { Removal, SourceCapabilities, SourceClient, SourceFailure, SourceReading } from '@cull/sources';
import { AccountGate, type AccountState } from './account-gate';
import { stretchedAt } from './budget';
import { CheckPaces, type CheckPacesSummary, type WaitsFor } from './check-paces';
import { CheckQueue, type PlannedCheck } from './check-queue';
import { CheckTimes, type CheckTimesSummary } from './check-times';
import { Lanes } from './lanes';
import { isOfAccount, lessonOf } from './lessons';
import { Removals } from './removals';
import { CLOSED, unanswered } from './unasked';
import { WakeUp } from './wake-up';

export interface AccountChecksOptions {
  readonly client: SourceClient;
  readonly maxLanes: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Called with each answer: how long it took, and how long after it was due each check has its answer; milliseconds. */
  readonly onAnswer?: (times: { readonly tookMs: number; readonly delaysMs: readonly number[] }) => void;
}

export interface AccountReport extends AccountState {
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

/**
 * Asks one account's source: removals first, then the checks that can change most. As many requests are under way as the source
 * takes, each answer is handed on as it arrives, and no account waits for another.
 */
export class AccountChecks {
  readonly #options: AccountChecksOptions;
  #client: SourceClient;
  readonly #queue = new CheckQueue();
  readonly #removals = new Removals();
  readonly #lanes: Lanes;
  readonly #gate: AccountGate;
  readonly #times = new CheckTimes();
  readonly #paces = new CheckPaces();
  readonly #wakeUp: WakeUp;
  #running = 0;
  /** Checks that are being made, unless they were cancelled or planned again meanwhile. */
  readonly #underWay = new Map<string, PlannedCheck>();
  #isClosed = false;
  #calls = 0;
  #views = 0;
  /** How many times as long as planned the gaps between checks are, so that the budget lasts; at least 1. */
  stretch = 1;

  constructor(options: AccountChecksOptions) {
    this.#options = options;
    this.#client = options.client;
    this.#lanes = new Lanes({ most: options.maxLanes });
    this.#gate = new AccountGate(options.now());
    this.#wakeUp = new WakeUp(() => this.#pump(), options.now);
  }

  /** @returns When the check is due as far as the budget allows, epoch milliseconds. */
  plan(check: PlannedCheck): number {
    const now = this.#options.now();
    const at = stretchedAt(check, this.stretch, now);
    this.#paces.planned(check, at, now);
    this.#underWay.delete(check.id);
    this.#queue.plan(at === check.at ? check : { ...check, at });
    this.#pumpBy(at);
    return at;
  }

  /** Makes a check that is planned now. */
  hasten(id: string): void {
    const now = this.#options.now();
    if (this.#queue.hasten(id, now)) this.#pumpBy(now);
  }

  cancel(id: string): void {
    this.#queue.cancel(id);
    this.#paces.cancelled(id);
    this.#underWay.delete(id);
  }

  /** Uses another client from now on; what is under way ends with the one that it began with. */
  setClient(client: SourceClient): void {
    const before = this.#client;
    this.#client = client;
    this.#gate.trustToken();
    void before.close();
    this.#pumpBy(this.#options.now());
  }

  /** Asks nothing while it is paused, and forgets nothing. */
  setPaused(isPaused: boolean): void {
    if (isPaused === this.#gate.isPaused) return;
    const now = this.#options.now();
    this.#gate.setPaused(isPaused, now);
    if (isPaused) return;
    this.#paces.restart(now);
    this.#pumpBy(now);
  }

  setMaxLanes(most: number): void {
    this.#lanes.most = most;
  }

  /** Sets how many posts this worker may take down until the next pass; see `Removals`. */
  allowRemovals(part: number | null, usedUpUntil: number | null): void {
    this.#removals.allow(part, usedUpUntil);
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
      { accountId, kind: 'removals', used: this.#removals.takeMade() },
      { accountId, kind: 'views', used: this.#views },
    ] as const;
    this.#calls = 0;
    this.#views = 0;
    return uses.filter(({ used }) => used !== 0);
  }

  /** Takes a post down before any check is made. Never rejects. */
  remove(postId: string, wasRead: boolean): Promise<Removal> {
    const removal = this.#removals.add(postId, wasRead, this.#options.now());
    this.#pump();
    return removal;
  }

  report(): AccountReport {
    const now = this.#options.now();
    return {
      ...this.#gate.state(now),
      live: this.#queue.size + this.#underWay.size,
      lanes: this.#lanes.limit,
      ...this.#client.usage(),
      times: this.#times.summary(now),
      paces: this.#paces.summary(this.#waitsFor(now), now),
    };
  }

  /** Waits for what is under way, and asks nothing more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wakeUp.clear();
    this.#removals.refuse(CLOSED);
    await this.#client.close();
  }

  #pump(): void {
    const now = this.#options.now();
    if (this.#isClosed) {
      this.#removals.refuse(CLOSED);
      return;
    }
    const closed = this.#gate.closed(now);
    if (closed !== null) {
      const { failure, until, answersChecks } = closed;
      this.#removals.refuse(failure);
      if (answersChecks) this.#answerAll(failure, now);
      const next = answersChecks ? this.#queue.nextAt() : null;
      if (until !== null) this.#pumpBy(Math.min(until, next ?? until));
      return;
    }
    while (this.#running < this.#lanes.limit) {
      if (this.#removals.isWaiting) {
        void this.#remove();
        continue;
      }
      const { postsPerRequest } = this.#client.capabilities;
      if (!this.#queue.hasReady(now)) break;
      const ahead = postsPerRequest > 1 ? TAKE_ALONG_MS : 0;
      void this.#read(this.#queue.take(now + ahead, postsPerRequest));
      // One request shows whether the token is accepted again.
      if (this.#gate.doubtsToken) break;
    }
    const next = this.#queue.nextAt();
    if (next !== null && this.#running < this.#lanes.limit) this.#pumpBy(next);
  }

  #pumpBy(at: number): void {
    if (this.#isClosed) return;
    const gather = this.#client.capabilities.postsPerRequest > 1 ? GATHER_MS : 0;
    this.#wakeUp.by(Math.max(at, this.#options.now() + gather));
  }

  async #read(checks: readonly PlannedCheck[]): Promise<void> {
    const { now, onAnswer } = this.#options;
    const client = this.#client;
    const startedAt = now();
    this.#running += 1;
    // Graph batches are counted post by post.
    this.#calls += checks.length;
    for (const check of checks) this.#underWay.set(check.id, check);
    this.#times.started(checks, startedAt);
    const waitedFor = this.#waitsFor(Math.min(...checks.map(({ at }) => at)));
    const wasFull = this.#running >= this.#lanes.limit && this.#queue.hasReady(startedAt);
    const postIds = checks.map(({ postId }) => postId);
    const readings = await client
      .read(postIds, { timeoutMs: TIMEOUT_MS })
      .catch(() => postIds.map(unanswered));
    this.#running -= 1;
    this.#learn(readings, now() - startedAt, wasFull);
    onAnswer?.({ tookMs: now() - startedAt, delaysMs: checks.map(({ at }) => Math.max(0, now() - at)) });
    for (const [index, check] of checks.entries()) {
      const reading = readings[index] ?? unanswered(check.postId);
      const isWanted = this.#underWay.get(check.id) === check;
      if (isWanted) this.#underWay.delete(check.id);
      if (reading.ok || !isOfAccount(reading.failure))
        check.onReading(reading, this.#paces.answered(check, startedAt, now(), waitedFor));
      // What the account as a whole was refused is asked again when it may: it says nothing about the post.
      else if (isWanted) this.#queue.plan(check);
    }
    this.#pump();
  }

  async #remove(): Promise<void> {
    this.#running += 1;
    this.#calls += 2;
    const removal = await this.#removals.next(this.#client, TIMEOUT_MS);
    this.#running -= 1;
    // The quota of removals is one of its own: checks go on.
    if (removal !== null && (removal.ok || removal.failure.code !== 'rate_limited'))
      this.#gate.note(removal.ok ? null : removal.failure, this.#options.now());
    this.#pump();
  }

  #learn(readings: readonly SourceReading[], tookMs: number, wasFull: boolean): void {
    const now = this.#options.now();
    const { failure, isOverloaded } = lessonOf(readings);
    this.#gate.note(failure, now);
    if (isOverloaded) this.#lanes.failed(now);
    else if (failure === null) this.#lanes.answered(tookMs, wasFull, now);
  }

  /** What checks wait for that are due since then. */
  #waitsFor(since: number): WaitsFor {
    if (this.#gate.freeAt > since) return 'rate_limit';
    return this.#running >= this.#lanes.limit ? 'lanes' : 'engine';
  }

  /** Answers what is due without asking. */
  #answerAll(failure: SourceFailure, now: number): void {
    for (const { id, postId, onReading } of this.#queue.take(now, this.#queue.size)) {
      this.#paces.cancelled(id);
      onReading({ ok: false, postId, failure });
    }
  }
}
