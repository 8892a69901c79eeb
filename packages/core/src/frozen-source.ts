import { DeliveredShare } from './delivered-share';
import { logEvidence } from './statistics/evidence';

/** Of fewer variants it can't be told whether the source stands still or they do. */
const VARIANTS_TO_JUDGE_BY = 3;
/** A variant that has not been read for this long, although it was due, says nothing about its account. */
const FRESH_MS = 30_000;
/** Longer than any source takes to refresh its counters: then it is the variants after all. */
const FROZEN_FOR_AT_MOST_MS = 120_000;
/** After the account has moved, variants whose own interactions have not moved yet are waited for this long. */
const THAW_MS = 30_000;

/** Of an account that brings less than this share of what is due, a pause says nothing: then its posts are judged. */
const SHARE_TO_JUDGE_BY = 0.1;

/** What one reading of a variant says about its account. */
export interface AccountReading {
  readonly monitoringId: string;
  /** Epoch milliseconds. */
  readonly observedAt: number;
  /** When the variant's evidence last moved on, epoch milliseconds. */
  readonly advancedAt: number;
  /** Interactions that it shows more than were known. */
  readonly came: number;
  /** Whether the variant has ever had interactions: one that never had any can't tell frozen from silent. */
  readonly everCame: boolean;
  /** Interactions that would become due with it, since its evidence last moved on. */
  readonly due: number;
}

/** The bar for "stands still": ln(1/α), and the dispersion of the counts. */
export interface FrozenBar {
  readonly needed: number;
  readonly dispersion: number;
}

/**
 * What is done with a reading. `counts`: as usual. `waits`: shown, but nothing becomes due until somebody of the account
 * gains an interaction. `frozen`: shown, and what came meanwhile never becomes due.
 */
export type AccountVerdict = 'counts' | 'waits' | 'frozen';

interface Member {
  readonly observedAt: number;
  /** When it is to be read again, as far as that is known, epoch milliseconds. */
  readonly dueAt: number;
  /** Interactions a millisecond lately. */
  readonly pace: number;
  readonly advancedAt: number;
  /** Interactions that would be due so far, since the account last gained one. */
  readonly due: number;
  /** Which gain of the account `due` counts from; after a later one it is 0. */
  readonly epoch: number;
}

/** For about this long it is remembered how fast a variant gained interactions. */
const PACE_MEMORY_MS = 15_000;
/** So many variants are read at once to find a gain, at most this often. */
const GAINERS_AT_ONCE = 3;
const GAINERS_EVERY_MS = 1_000;

/**
 * Watches one account for reactions that stand still: views rise while no post of it gains any interaction, although
 * interactions are due over all of them. Then the source is frozen, not the posts.
 *
 * A reading without a gain waits for a gain elsewhere in the account before it counts, so a source that is read seldom
 * can't kill the first variant that is read. Silent variants neither vouch for a freeze nor are alone reason for one, and
 * a freeze ends by itself after two minutes: counters alone can't tell "all frozen" from "all dead" forever. What is due is
 * compared with what the account brought so far: where all posts are liked far less than expected, pauses are no freeze.
 */
export class FrozenSourceWatch {
  /** Variants that have had interactions, by id. */
  readonly #members = new Map<string, Member>();
  #due = 0;
  #epoch = 0;
  /** Members that were read since the account last gained an interaction. */
  #read = 0;
  #gainedAt = Number.NEGATIVE_INFINITY;
  #frozenSince: number | null = null;
  #thawedAt = Number.NEGATIVE_INFINITY;
  readonly #moved = new Set<string>();
  readonly #delivered = new DeliveredShare();
  /** What it delivered up to its last gain: the pause since is what is judged by it. */
  #share = 1;
  #prunedAt = Number.NEGATIVE_INFINITY;
  #gainersAt = Number.NEGATIVE_INFINITY;

  /** Takes in a reading, and says how it counts. Readings come roughly in the order of time. */
  judge(reading: AccountReading, bar: FrozenBar): AccountVerdict {
    const { observedAt, came } = reading;
    this.#prune(observedAt);
    if (came > 0 || reading.everCame) this.#delivered.note(this.#newlyDue(reading), came);
    if (came > 0) return this.#gain(reading);
    if (this.#isThawing(reading)) return 'frozen';
    if (reading.everCame) this.#remember(reading);
    if (this.#members.size < VARIANTS_TO_JUDGE_BY || this.#gainedAt > reading.advancedAt) return 'counts';
    if (this.#frozenSince === null) {
      if (this.#share < SHARE_TO_JUDGE_BY) return 'counts';
      if (!this.#standsStill(bar)) return 'waits';
      this.#frozenSince = observedAt;
    }
    return this.#isFrozen(observedAt) ? 'frozen' : 'counts';
  }

  /** Notes when a variant is to be read again: until then it is not asked, so it may well be silent. */
  planned(monitoringId: string, dueAt: number): void {
    const member = this.#members.get(monitoringId);
    if (member !== undefined) this.#members.set(monitoringId, { ...member, dueAt });
  }

  /** Forgets a variant that is not read any more: it can neither gain anything nor stand still. */
  forget(monitoringId: string): void {
    const member = this.#members.get(monitoringId);
    if (member === undefined) return;
    this.#due -= this.#dueOf(member);
    if (member.epoch === this.#epoch) this.#read -= 1;
    this.#members.delete(monitoringId);
    this.#moved.delete(monitoringId);
  }

  /**
   * Returns the variants whose next readings would most likely show a gain, for one that waits for it: at most three, and none
   * where they were asked for within the last second.
   */
  likelyGainers(waitingId: string, now: number): readonly string[] {
    if (now - this.#gainersAt < GAINERS_EVERY_MS) return [];
    this.#gainersAt = now;
    return [...this.#members]
      .filter(([monitoringId]) => monitoringId !== waitingId)
      .map(([monitoringId, { pace, observedAt }]) => ({ monitoringId, gain: pace * (now - observedAt) }))
      .filter(({ gain }) => gain > 0)
      .toSorted((a, b) => b.gain - a.gain)
      .slice(0, GAINERS_AT_ONCE)
      .map(({ monitoringId }) => monitoringId);
  }

  /** The first gain after a freeze shows what came while it lasted, so that reading still doesn't count. */
  #gain(reading: AccountReading): AccountVerdict {
    const { monitoringId, observedAt, advancedAt } = reading;
    const isThawing = this.#isThawing(reading);
    const wasFrozen = this.#isFrozen(observedAt);
    if (wasFrozen) {
      this.#thawedAt = observedAt;
      this.#moved.clear();
    }
    this.#frozenSince = null;
    this.#moved.add(monitoringId);
    this.#gainedAt = Math.max(this.#gainedAt, observedAt);
    this.#epoch += 1;
    this.#due = 0;
    this.#read = 0;
    this.#share = this.#delivered.value;
    // It has to be read once more before anything can be said about the time since.
    const pace = this.#paceWith(reading);
    const epoch = this.#epoch - 1;
    this.#members.set(monitoringId, { observedAt, dueAt: observedAt, pace, advancedAt, due: 0, epoch });
    return wasFrozen || isThawing ? 'frozen' : 'counts';
  }

  /** Whether every post was read since the last gain, and chance does not explain that none gained anything. */
  #standsStill({ needed, dispersion }: FrozenBar): boolean {
    return (
      this.#read === this.#members.size && logEvidence(0, (this.#due * this.#share) / dispersion) >= needed
    );
  }

  #isFrozen(now: number): boolean {
    return this.#frozenSince !== null && now - this.#frozenSince < FROZEN_FOR_AT_MOST_MS;
  }

  /** What is read seldom may be read for the first time long after the freeze, and then covers a part of it. */
  #isThawing({ monitoringId, observedAt, advancedAt }: AccountReading): boolean {
    if (this.#moved.has(monitoringId)) return false;
    return observedAt - this.#thawedAt < THAW_MS || advancedAt < this.#thawedAt;
  }

  #paceWith({ monitoringId, observedAt, came }: AccountReading): number {
    const known = this.#members.get(monitoringId);
    if (known === undefined) return 0;
    const elapsed = Math.max(1, observedAt - known.observedAt);
    return known.pace + (came / elapsed - known.pace) * -Math.expm1(-elapsed / PACE_MEMORY_MS);
  }

  #remember(reading: AccountReading): void {
    const { monitoringId, observedAt, advancedAt, due } = reading;
    const known = this.#members.get(monitoringId);
    if (known?.epoch !== this.#epoch) this.#read += 1;
    this.#due += due - this.#dueOf(known);
    const pace = this.#paceWith(reading);
    this.#members.set(monitoringId, {
      observedAt,
      dueAt: observedAt,
      pace,
      advancedAt,
      due,
      epoch: this.#epoch,
    });
  }

  /** A variant that waits is asked about the same time again, and more. */
  #newlyDue({ monitoringId, advancedAt, due }: AccountReading): number {
    const known = this.#members.get(monitoringId);
    return known?.advancedAt === advancedAt ? due - known.due : due;
  }

  #dueOf(member: Member | undefined): number {
    return member?.epoch === this.#epoch ? member.due : 0;
  }

  #prune(now: number): void {
    if (now - this.#prunedAt < FRESH_MS / 10) return;
    this.#prunedAt = now;
    for (const [monitoringId, { observedAt, dueAt }] of this.#members)
      if (now - Math.max(observedAt, dueAt) > FRESH_MS) this.forget(monitoringId);
  }
}
