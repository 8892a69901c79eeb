import type { CheckGap } from '@cull/db';
import type { SourceReading } from '@cull/sources';
import TinyQueue from 'tinyqueue';

/** In the order in which they are asked, where not all can be asked at once. */
const RANKS = { decisive: 0, first: 1, routine: 2, post_kill: 3 } as const;
export type CheckRank = keyof typeof RANKS;

/** A check that is to be made at some time. */
export interface PlannedCheck {
  /** One plan for each id; a later one takes its place. */
  readonly id: string;
  readonly postId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly urgency: CheckRank;
  /** Takes the answer, and the time since the one before where that is known; called once. */
  readonly onReading: (reading: SourceReading, gap?: CheckGap | null) => void;
}

const byTime = (a: PlannedCheck, b: PlannedCheck) => a.at - b.at;
const byRank = (a: PlannedCheck, b: PlannedCheck) => RANKS[a.urgency] - RANKS[b.urgency] || byTime(a, b);

/** Plans that were replaced and are still in the heaps. */
const MAX_REPLACED = 1_000;

/** What is to be asked of one account: nothing before its time, and then what can change most. */
export class CheckQueue {
  readonly #plans = new Map<string, PlannedCheck>();
  #waiting = new TinyQueue<PlannedCheck>([], byTime);
  #ready = new TinyQueue<PlannedCheck>([], byRank);

  get size(): number {
    return this.#plans.size;
  }

  plan(check: PlannedCheck): void {
    this.#plans.set(check.id, check);
    this.#waiting.push(check);
    // Nothing is taken while an account is paused: what was replaced must not pile up.
    if (this.#waiting.length + this.#ready.length > 2 * this.#plans.size + MAX_REPLACED) this.#rebuild();
  }

  cancel(id: string): void {
    this.#plans.delete(id);
  }

  /** Makes a check that waits now, in front of others; does nothing where none waits. @returns Whether one does. */
  hasten(id: string, now: number): boolean {
    const check = this.#plans.get(id);
    if (check === undefined) return false;
    this.plan({ ...check, at: Math.min(check.at, now), urgency: 'decisive' });
    return true;
  }

  /** Takes the most urgent checks whose time has come, at most `count`. */
  take(now: number, count: number): readonly PlannedCheck[] {
    this.#wake(now);
    const taken: PlannedCheck[] = [];
    while (taken.length < count) {
      const check = this.#ready.pop();
      if (check === undefined) break;
      if (!this.#isCurrent(check)) continue;
      this.#plans.delete(check.id);
      taken.push(check);
    }
    return taken;
  }

  /** Whether any check's time has come. */
  hasReady(now: number): boolean {
    this.#wake(now);
    for (let next = this.#ready.peek(); next !== undefined; next = this.#ready.peek()) {
      if (this.#isCurrent(next)) return true;
      this.#ready.pop();
    }
    return false;
  }

  /** When the next check's time comes that has not come yet, epoch milliseconds; null without any. */
  nextAt(): number | null {
    for (let next = this.#waiting.peek(); next !== undefined; next = this.#waiting.peek()) {
      if (this.#isCurrent(next)) return next.at;
      this.#waiting.pop();
    }
    return null;
  }

  #rebuild(): void {
    this.#waiting = new TinyQueue([...this.#plans.values()], byTime);
    this.#ready = new TinyQueue<PlannedCheck>([], byRank);
  }

  #wake(now: number): void {
    for (let next = this.#waiting.peek(); next !== undefined && next.at <= now; next = this.#waiting.peek()) {
      this.#waiting.pop();
      if (this.#isCurrent(next)) this.#ready.push(next);
    }
  }

  /** Plans that were replaced stay in the heaps until their turn. */
  #isCurrent(check: PlannedCheck): boolean {
    return this.#plans.get(check.id) === check;
  }
}
