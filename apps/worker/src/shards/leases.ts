import { performance } from 'node:perf_hooks';
import { joinWorkers, leaseShards, type Queryable, type ShardToken } from '@cull/db';
import { SHARD_COUNT } from '@cull/queue';
import type { Logger } from 'pino';
import { shareOf, surplusOf } from './allotment';

/** Renewed six times over, so that a round that fails costs nothing; a dead worker's shards are free after it. */
export const LEASE_MS = 3_000;
const ROUND_EVERY_MS = 500;
/** How often in a row a surplus is seen before it is handed back: a worker that only flickers moves nothing. */
const SURPLUS_ROUNDS = 2;
/** What isn't handed back by then runs out by itself. */
const LEAVE_WITHIN_MS = 4_000;

/** What becomes of the shards that a worker takes, loses and hands back. */
export interface LeaseEvents {
  onTaken(token: ShardToken): void;
  /** Another worker holds it already. */
  onLost(token: ShardToken): void;
  /** Resolves, soon, when nothing is done to the shard any more; never rejects. */
  handBack(token: ShardToken): Promise<void>;
  /** Milliseconds since the shard's last tick; null where it had none. */
  tickedAgoMs(shard: number): number | null;
  /** Shards were handed back: other workers are to look now. */
  onHandedBack(): void;
  /** A round was completed. */
  onRound(held: number): void;
}

export interface LeaseOptions {
  readonly workerId: string;
  /** A connection that nothing else waits for. */
  readonly db: Queryable;
  readonly log: Logger;
  readonly events: LeaseEvents;
  /** Milliseconds of a clock that is never set. */
  readonly monotonic?: () => number;
}

interface Lease {
  readonly token: ShardToken;
  /** Until then the database lets nobody else have it, by this worker's monotonic clock. */
  until: number;
  state: 'held' | 'returning' | 'returned';
}

/**
 * A worker's leases. A shard is taken when it is free, renewed twice a second, and given up in one of three ways: it is lost
 * (another worker has it: at once), it is surplus or the worker leaves (`returning` until nothing is done to it any more, then
 * `returned`, then free). A lease that may have run out is held again as soon as it is renewed, and nothing is done until then.
 */
export class Leases {
  readonly #leases = new Map<number, Lease>();
  readonly #options: LeaseOptions;
  readonly #monotonic: () => number;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | null = null;
  #isWoken = false;
  #isLeaving = false;
  #isStopped = false;
  #toClaim = 0;
  #surplusRounds = 0;
  #failures = 0;

  constructor(options: LeaseOptions) {
    this.#options = options;
    this.#monotonic = options.monotonic ?? (() => performance.now());
  }

  /**
   * Takes part in the sharing from now on.
   * @param db Any connection, since this may take its time.
   * @throws Where the worker's id is taken, or the database has another number of shards.
   */
  async start(db: Queryable): Promise<void> {
    const { workerId } = this.#options;
    await joinWorkers(db, { workerId, leaseMs: LEASE_MS, shardCount: SHARD_COUNT });
    await this.#look();
  }

  /** Whether the lease on a shard lasts for sure. */
  isHeld({ shard, epoch }: ShardToken): boolean {
    const lease = this.#leases.get(shard);
    return lease !== undefined && lease.token.epoch === epoch && this.#monotonic() < lease.until;
  }

  /** Looks now rather than in a moment: shards may have become free. */
  wake(): void {
    if (this.#isStopped) return;
    this.#isWoken = true;
    if (this.#round === null) this.#schedule(0);
  }

  /** Hands everything back; resolves when others may have it, or when it has taken too long. */
  async leave(): Promise<void> {
    this.#isLeaving = true;
    for (const lease of this.#leases.values()) this.#return(lease);
    this.wake();
    const givenUpAt = this.#monotonic() + LEAVE_WITHIN_MS;
    while (this.#leases.size > 0 && this.#monotonic() < givenUpAt) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#round;
  }

  #schedule(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => void this.#look(), ms);
  }

  /** One round, and a second one where the first has found something to take. */
  #look(): Promise<void> {
    this.#round ??= this.#rounds().finally(() => {
      this.#round = null;
      this.#schedule(this.#isWoken ? 0 : ROUND_EVERY_MS);
    });
    return this.#round;
  }

  async #rounds(): Promise<void> {
    const { log } = this.#options;
    this.#isWoken = false;
    try {
      const claimed = this.#toClaim;
      await this.#exchange();
      if (this.#toClaim > 0 && claimed === 0) await this.#exchange();
      if (this.#failures > 1) log.info({ failures: this.#failures }, 'shard leases are renewed again');
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      if (this.#failures === 2)
        log.warn(
          { reason: error instanceof Error ? error.message : String(error) },
          'shard leases could not be renewed',
        );
    }
  }

  async #exchange(): Promise<void> {
    const { db, workerId, events } = this.#options;
    const known = [...this.#leases.values()];
    const returned = known.filter(({ state }) => state === 'returned');
    const renewed = known.filter(({ state }) => state !== 'returned');
    // The lease begins after this instant, whatever the way there and back takes.
    const sentAt = this.#monotonic();
    const view = await leaseShards(db, {
      workerId,
      leaseMs: LEASE_MS,
      isLeaving: this.#isLeaving,
      renew: renewed.map(({ token }) => ({ ...token, tickedAgoMs: events.tickedAgoMs(token.shard) })),
      giveBack: returned.map(({ token }) => token),
      claim: this.#isLeaving ? 0 : this.#toClaim,
    });
    const held = new Map(view.held.map((token) => [token.shard, token]));
    for (const { token } of returned) this.#leases.delete(token.shard);
    for (const lease of renewed) {
      if (held.get(lease.token.shard)?.epoch === lease.token.epoch) {
        lease.until = sentAt + LEASE_MS;
      } else {
        this.#leases.delete(lease.token.shard);
        events.onLost(lease.token);
      }
    }
    for (const token of view.held) {
      if (this.#leases.has(token.shard)) continue;
      const lease: Lease = { token, until: sentAt + LEASE_MS, state: 'held' };
      this.#leases.set(token.shard, lease);
      if (this.#isLeaving) this.#return(lease);
      else events.onTaken(token);
    }
    if (returned.length > 0) events.onHandedBack();
    this.#share(new Map(view.others.map((other) => [other.workerId, other.held])), view.shardCount);
    events.onRound(this.#leases.size);
  }

  #share(others: ReadonlyMap<string, number>, shardCount: number): void {
    if (this.#isLeaving) return;
    const { workerId } = this.#options;
    const holdings = new Map([...others, [workerId, this.#leases.size]]);
    const share = shareOf(workerId, holdings, shardCount);
    this.#toClaim = Math.max(0, share - this.#leases.size);
    const kept = [...this.#leases.values()].filter(({ state }) => state === 'held');
    const surplus = surplusOf(
      kept.map(({ token }) => token.shard).sort((a, b) => a - b),
      share,
    );
    this.#surplusRounds = surplus.length === 0 ? 0 : this.#surplusRounds + 1;
    if (this.#surplusRounds < SURPLUS_ROUNDS) return;
    this.#surplusRounds = 0;
    for (const lease of kept) if (surplus.includes(lease.token.shard)) this.#return(lease);
  }

  #return(lease: Lease): void {
    if (lease.state !== 'held') return;
    lease.state = 'returning';
    void this.#options.events.handBack(lease.token).then(() => {
      lease.state = 'returned';
      this.wake();
    });
  }
}
