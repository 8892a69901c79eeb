import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../test';
import { aPolicy, aSession, POSTED_AT } from '../../test/fixtures';
import { type Evaluation, evaluate } from '../evaluate';
import { explain } from '../explain';
import type { Policy, PolicyValues } from '../policy';
import { NO_PROGRESS, type Progress } from '../session';

const EVIDENCE_ONLY: PolicyValues = { belowThreshold: { enabled: false } };
const AT_ONCE: PolicyValues = {
  ...EVIDENCE_ONLY,
  evidence: { reactionLagSeconds: 0, dispersion: 1, alpha: 0.01 },
};

/** Looks once a second at cumulative counters, until the session ends. */
function watch(
  counters: Iterable<readonly [number, number]>,
  policy: Policy,
): Evaluation & { seconds: number } {
  let progress: Progress = NO_PROGRESS;
  let result: Evaluation | undefined;
  let seconds = 0;
  for (const [views, interactions] of counters) {
    seconds += 1;
    const observedAt = POSTED_AT + seconds * 1000;
    result = evaluate(
      aSession(),
      progress,
      { kind: 'sample', sample: { views, interactions, observedAt } },
      policy,
      observedAt,
    );
    if (result.ending !== null) break;
    progress = result.progress;
  }
  if (result === undefined) throw new Error('there was nothing to watch');
  return { ...result, seconds };
}

function* steady(viewsPerSecond: number, rate: number, seconds = 590): Generator<readonly [number, number]> {
  for (let second = 1; second <= seconds; second += 1) {
    const views = viewsPerSecond * second;
    yield [views, Math.floor(views * rate)];
  }
}

describe('the evidence rule', () => {
  it('sees the silent loser, which the literal rule never does', () => {
    const silent = () => steady(10, 0.0005);
    expect(watch(silent(), aPolicy({ evidence: { enabled: false } })).ending).toBeNull();
    const { ending, progress, seconds } = watch(silent(), aPolicy());
    expect(ending).toEqual({ outcome: 'killed', reason: 'evidence' });
    expect(seconds).toBeLessThan(60);
    const { text } = explain(
      aSession(),
      progress,
      aPolicy(),
      { status: 'killed', reason: 'evidence' },
      POSTED_AT + seconds * 1000,
    );
    expect(text).toMatch(
      /^Killed: 0 interactions from \d+ views \(\d+ of them over 15 s ago\) .* to 1 against it being as good as 6 %\.$/,
    );
  });

  it('leaves a variant at the expected rate alone, and one above the kill line whatever the evidence', () => {
    expect(watch(steady(100, 0.06), aPolicy(EVIDENCE_ONLY)).ending).toBeNull();
    expect(watch(steady(1000, 0.031), aPolicy(EVIDENCE_ONLY)).ending).toBeNull();
  });

  it('waits for the reaction lag to pass before it judges', () => {
    const policy = aPolicy({ ...EVIDENCE_ONLY, evidence: { reactionLagSeconds: 30 } });
    const { seconds, ending } = watch(steady(1000, 0), policy);
    expect([seconds, ending?.reason]).toEqual([31, 'evidence']);
  });

  it('holds the interactions of now against the views of the lag ago', () => {
    // Every view reacts 15 s later, at exactly the expected rate: a healthy variant that looks bad all the time.
    function* late(): Generator<readonly [number, number]> {
      for (let second = 1; second <= 120; second += 1)
        yield [second ** 3, Math.floor(0.06 * Math.max(0, second - 15) ** 3)];
    }
    expect(watch(late(), aPolicy(EVIDENCE_ONLY)).ending).toBeNull();
    expect(
      watch(late(), aPolicy({ ...EVIDENCE_ONLY, evidence: { reactionLagSeconds: 0 } })).ending?.reason,
    ).toBe('evidence');
  });

  it('kills a healthy variant with a chance of at most alpha, though it looks every second', () => {
    const random = seeded(20_261_123);
    const runs = 2_000;
    let killed = 0;
    for (let run = 0; run < runs; run += 1) {
      function* chance(): Generator<readonly [number, number]> {
        let interactions = 0;
        for (let views = 5; views <= 1_500; views += 5) {
          for (let view = 0; view < 5; view += 1) if (random.uniform() < 0.06) interactions += 1;
          yield [views, interactions];
        }
      }
      if (watch(chance(), aPolicy(AT_ONCE)).ending !== null) killed += 1;
    }
    // Three standard errors above alpha would already be a broken guarantee; the rule stays below alpha itself.
    expect(killed / runs).toBeLessThanOrEqual(0.01);
  });

  it('never throws, and never kills above the kill line, for any counters and any sound policy', () => {
    const values = fc.record({
      alpha: fc.double({ min: 1e-9, max: 0.5, noNaN: true }),
      healthyRatio: fc.double({ min: 0.51, max: 1, noNaN: true }),
      dispersion: fc.double({ min: 1, max: 20, noNaN: true }),
    });
    const counts = fc.tuple(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 0, max: 1e9 }));
    fc.assert(
      fc.property(
        values,
        counts,
        fc.double({ min: 1e-6, max: 1, noNaN: true }),
        (evidence, [views, drawn], expected) => {
          const interactions = Math.min(views, drawn);
          const now = POSTED_AT + 60_000;
          const policy = aPolicy({ ...EVIDENCE_ONLY, evidence: { ...evidence, reactionLagSeconds: 0 } });
          const sample = { views, interactions, observedAt: now };
          const { ending } = evaluate(
            aSession({ expectedEngagementRate: expected }),
            NO_PROGRESS,
            { kind: 'sample', sample },
            policy,
            now,
          );
          if (interactions / views >= 0.5 * expected) expect(ending).toBeNull();
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
