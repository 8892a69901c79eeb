import type { Removal, SourceClient, SourceFailure, SourceReading } from '@cull/sources';
import { type AccountHealth, AccountHealthRecord } from './account-health';
import { BackOff } from './back-off';
import { CheckQueue, type PlannedCheck } from './check-queue';
import { CheckTimes, type CheckTimesSummary } from './check-times';
import { Lanes } from './lanes';

export interface AccountChecksOptions {
  readonly client: SourceClient;
  readonly maxLanes: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told of each answer. */
  readonly onAnswer?: (readings: readonly SourceReading[], tookMs: number) => void;
}

export interface AccountReport extends AccountHealth {
  /** Variants whose next check is planned or under way. */
  readonly live: number;
  readonly lanes: number;
  /** How much of its rate limit is used, percent; null where the source has not told lately. */
  readonly usedPercent: number | null;
  readonly times: CheckTimesSummary;
}

/** A request with its whole answer; the slowest answers of healthy sources take about three seconds. */
const TIMEOUT_MS = 5_000;
/** Where one request reads many posts, it waits this long for others, and takes along what is due a little later. */
const GATHER_MS = 25;
const TAKE_ALONG_MS = 250;
/** A token that the source refuses is tried with one request this often. */
const REFUSED_TOKEN_EVERY_MS = 30_000;

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
  readonly #queue = new CheckQueue();
  readonly #removals: Wanted[] = [];
  readonly #lanes: Lanes;
  readonly #backOff = new BackOff();
  readonly #health: AccountHealthRecord;
  readonly #times = new CheckTimes();
  #running = 0;
  #reading = 0;
  #timer: NodeJS.Timeout | null = null;
  #pumpsAt = 0;
  #isClosed = false;
  #tokenRefusedAt = Number.NEGATIVE_INFINITY;

  constructor(options: AccountChecksOptions) {
    this.#options = options;
    this.#lanes = new Lanes({ most: options.maxLanes });
    this.#health = new AccountHealthRecord(options.now());
  }

  plan(check: PlannedCheck): void {
    this.#queue.plan(check);
    this.#pumpAt(check.at);
  }

  cancel(id: string): void {
    this.#queue.cancel(id);
  }

  /** Takes a post down before any check is made. Never rejects. */
  remove(postId: string, wasRead: boolean): Promise<Removal> {
    const blockedUntil = this.#backOff.blockedUntil(this.#options.now());
    if (blockedUntil !== null) return Promise.resolve({ ok: false, failure: waits(blockedUntil) });
    return new Promise((resolve) => {
      this.#removals.push({ postId, wasRead, resolve });
      this.#pump();
    });
  }

  /** Asks something cheap; answers from what is known where the source has answered within `freshMs`. */
  async test(freshMs: number): Promise<SourceFailure | null> {
    const { client, now } = this.#options;
    if (now() - this.#health.answeredAt <= freshMs) return null;
    const failure = await client.test({ timeoutMs: TIMEOUT_MS });
    this.#note(failure);
    return failure;
  }

  report(): AccountReport {
    const now = this.#options.now();
    return {
      ...this.#health.current(this.#backOff.blockedUntil(now)),
      live: this.#queue.size + this.#reading,
      lanes: this.#lanes.limit,
      usedPercent: this.#options.client.usage().usedPercent,
      times: this.#times.summary(now),
    };
  }

  /** Waits for what is under way, and asks nothing more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const { resolve } of this.#removals.splice(0)) resolve({ ok: false, failure: CLOSED });
    await this.#options.client.close();
  }

  #pump(): void {
    const now = this.#options.now();
    if (this.#isClosed) return;
    const blockedUntil = this.#backOff.blockedUntil(now) ?? this.#tokenBlockedUntil(now);
    if (blockedUntil !== null) {
      this.#pumpAt(blockedUntil);
      return;
    }
    while (this.#running < this.#lanes.limit) {
      const removal = this.#removals.shift();
      if (removal !== undefined) {
        void this.#remove(removal);
        continue;
      }
      const { postsPerRequest } = this.#options.client.capabilities;
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
    const { client, now } = this.#options;
    const gather = client.capabilities.postsPerRequest > 1 ? GATHER_MS : 0;
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
    const { client, now, onAnswer } = this.#options;
    const startedAt = now();
    this.#running += 1;
    this.#reading += checks.length;
    this.#times.started(checks, startedAt);
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
      else check.onReading(reading);
    }
    this.#pump();
  }

  async #remove({ postId, wasRead, resolve }: Wanted): Promise<void> {
    const { client } = this.#options;
    this.#running += 1;
    const removal = await client.remove(postId, { timeoutMs: TIMEOUT_MS, wasRead });
    this.#running -= 1;
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
    if (failure.code === 'unavailable' || failure.code === 'rate_limited') this.#lanes.failed(now);
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

  #tokenBlockedUntil(now: number): number | null {
    const until = this.#tokenRefusedAt + REFUSED_TOKEN_EVERY_MS;
    return now < until ? until : null;
  }
}

function isOfAccount(failure: SourceFailure): boolean {
  return failure.code === 'rate_limited' && failure.scope === 'account';
}

/** An adapter that breaks its promise must not leave a variant without its next check. */
function unanswered(postId: string): SourceReading {
  const detail = 'The adapter of the source gave no reading for this post.';
  return { ok: false, postId, failure: { code: 'unavailable', cause: 'refused', detail } };
}

function waits(until: number): SourceFailure {
  const detail = `The source asked to slow down; nothing is sent before ${new Date(until).toISOString()}.`;
  return { code: 'rate_limited', scope: 'account', retryAt: until, detail };
}

const CLOSED: SourceFailure = {
  code: 'unavailable',
  cause: 'cancelled',
  detail: 'The worker is shutting down.',
};
