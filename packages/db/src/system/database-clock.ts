import { performance } from 'node:perf_hooks';
import type { Queryable } from './database';

/** What the database's clock said, as far as asking for it tells; milliseconds. */
export interface ClockReading {
  /** How far the machine's clock is ahead of the database's; negative where it is behind. */
  readonly skewMs: number;
  /** How wrong `skewMs` may be: half the time that asking took. */
  readonly errorMs: number;
}

/**
 * A clock that all processes share, whatever their machines' clocks are set to: the database's, carried on by the machine's monotonic
 * clock between two readings. A machine whose clock is minutes off, or is being set, ends no window early and refuses no reading.
 */
export class DatabaseClock {
  readonly #wall: () => number;
  readonly #monotonic: () => number;
  /** Epoch milliseconds where the monotonic clock was at 0. */
  #origin: number;

  /** Until it is first set, it goes by the machine's clock. */
  constructor(wall: () => number = Date.now, monotonic: () => number = () => performance.now()) {
    this.#wall = wall;
    this.#monotonic = monotonic;
    this.#origin = wall() - monotonic();
  }

  /** @returns Epoch milliseconds, whole. */
  readonly now = (): number => Math.floor(this.#origin + this.#monotonic());

  /**
   * Sets it by the database's clock, by no more than the answer proves: one that took long moves it by little.
   * @throws When the database can't be asked; it then goes on as it was.
   */
  async set(db: Queryable): Promise<ClockReading> {
    const askedAt = this.#monotonic();
    const { rows } = await db.query<{ at: number }>('SELECT clock_timestamp() AS at');
    const answeredAt = this.#monotonic();
    const wall = this.#wall();
    const at = rows[0]?.at;
    if (at === undefined) throw new Error('the database told no time');
    // It read its clock at some moment in between, and rounded it to a millisecond.
    const earliest = at - answeredAt - 1;
    const latest = at - askedAt + 1;
    this.#origin = Math.min(latest, Math.max(earliest, this.#origin));
    const errorMs = (answeredAt - askedAt) / 2;
    return { skewMs: wall - errorMs - at, errorMs };
  }
}
