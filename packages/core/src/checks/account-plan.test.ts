import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aPolicy, aSession, POSTED_AT } from '../../test/fixtures';
import { countersOf, SECONDS, type Stream } from '../../test/streams';
import { accountReadingOf } from '../account-reading';
import { evaluate, termsOf, waitsToKill } from '../evaluate';
import { FrozenSourceWatch } from '../frozen-source';
import type { Reading } from '../reading';
import type { Sample } from '../sample';
import { NO_PROGRESS, type Progress, type Session } from '../session';
import { planCheck } from './plan';
import { paceAfter, type ViewPace } from './view-pace';

const POLICY = aPolicy({ belowThreshold: { enabled: false } });
const KINDS = { counts: 'sample', waits: 'waiting', frozen: 'frozen' } as const;

interface Variant {
  readonly session: Session;
  readonly samples: readonly Sample[];
  progress: Progress;
  pace: ViewPace | null;
  dueAt: number;
  checks: number;
  endedAt: number | null;
  isKilled: boolean;
}

/** One account's variants, checked by a worker, at every second or as planned. */
class Account {
  readonly #watch = new FrozenSourceWatch();
  readonly variants: readonly Variant[];
  readonly #isPlanned: boolean;

  constructor(streams: readonly Stream[], isPlanned: boolean) {
    this.#isPlanned = isPlanned;
    this.variants = streams.map((stream, index) => ({
      session: aSession({ monitoringId: `variant-${index}` }),
      samples: countersOf(stream),
      progress: NO_PROGRESS,
      pace: null,
      dueAt: 1,
      checks: 0,
      endedAt: null,
      isKilled: false,
    }));
  }

  play(): this {
    for (let second = 1; second <= SECONDS; second += 1) {
      for (const variant of this.variants)
        if (variant.dueAt <= second && variant.endedAt === null) this.#check(variant, second);
    }
    return this;
  }

  #check(variant: Variant, second: number): void {
    const { session, progress, pace } = variant;
    const sample = variant.samples[second - 1];
    if (sample === undefined) return;
    const now = sample.observedAt;
    const terms = termsOf(session, POLICY);
    const verdict = this.#watch.judge(accountReadingOf(session, progress, sample, terms), terms);
    const reading: Extract<Reading, { sample: Sample }> = { kind: KINDS[verdict], sample };
    const { progress: next, ending } = evaluate(session, progress, reading, POLICY, now);
    variant.checks += 1;
    variant.progress = next;
    if (ending !== null) {
      variant.endedAt = second;
      variant.isKilled = ending.outcome === 'killed';
      return;
    }
    if (!this.#isPlanned) {
      variant.dueAt = second + 1;
      return;
    }
    variant.pace = paceAfter(pace, progress.sample, sample, session.startedAt);
    const { at } = planCheck(
      session,
      next,
      POLICY,
      { shortestMs: 1000, pace: variant.pace, refusals: 0 },
      now,
    );
    variant.dueAt = Math.max(second + 1, Math.floor((at - POSTED_AT) / 1000));
    this.#watch.planned(session.monitoringId, POSTED_AT + variant.dueAt * 1000);
    if (!waitsToKill(session, progress, reading, POLICY, now)) return;
    for (const id of this.#watch.likelyGainers(session.monitoringId, now)) {
      const gainer = this.variants.find((other) => other.session.monitoringId === id);
      if (gainer?.endedAt === null && gainer.dueAt > second) this.#check(gainer, second);
    }
  }
}

const streams = (rates: { readonly min: number; readonly max: number }) =>
  fc.record({
    seed: fc.nat(),
    viewsPerSecond: fc.double({ min: 3, max: 20, noNaN: true }),
    rate: fc.double({ ...rates, noNaN: true }),
    rateAfter: fc.double({ ...rates, noNaN: true }),
    dropsAt: fc.constant(SECONDS),
  });

/** An account of three to five variants that gain interactions, and one that hardly does. */
const ACCOUNTS = fc
  .tuple(
    fc.array(streams({ min: 0.05, max: 0.1 }), { minLength: 3, maxLength: 5 }),
    streams({ min: 0, max: 0.01 }),
  )
  .map(([good, bad]) => [...good, bad]);

describe('the plan of an account whose variants wait for each other', () => {
  it('kills within about a second of checks at every second', () => {
    const delays: number[] = [];
    const checks: number[] = [];
    for (const account of fc.sample(ACCOUNTS, { numRuns: 100, seed: 15 })) {
      const everySecond = new Account(account, false).play();
      const planned = new Account(account, true).play();
      for (const [index, { isKilled, endedAt }] of everySecond.variants.entries()) {
        const other = planned.variants[index];
        if (!isKilled || endedAt === null) checks.push(other?.checks ?? 0);
        else
          delays.push(
            (other?.isKilled === true ? (other.endedAt ?? SECONDS) : Number.POSITIVE_INFINITY) - endedAt,
          );
      }
    }
    expect(delays.length).toBeGreaterThan(80);
    const late = delays.filter((delay) => delay > 1);
    expect(late.length / delays.length).toBeLessThanOrEqual(0.05);
    expect(Math.max(...delays)).toBeLessThanOrEqual(POLICY.maxCheckIntervalSeconds);
    expect(delays.reduce((sum, delay) => sum + delay, 0) / delays.length).toBeLessThanOrEqual(1);
    expect(Math.max(...checks)).toBeLessThanOrEqual(120);
  }, 60_000);
});
