import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aPolicy, aSession, POSTED_AT, progressAt } from '../test/fixtures';
import { evaluate } from './evaluate';
import { maturedViews } from './evidence/state';
import type { PolicyValues } from './policy';
import type { Reading } from './reading';
import { riskOf } from './risk';
import { NO_PROGRESS, type Progress } from './session';

const NOW = POSTED_AT + 60_000;
const reading = (views: number, interactions: number, observedAt = NOW): Reading => ({
  kind: 'sample',
  sample: { views, interactions, observedAt },
});
const look = (
  views: number,
  interactions: number,
  policy: PolicyValues = {},
  progress: Progress = NO_PROGRESS,
) => evaluate(aSession(), progress, reading(views, interactions), aPolicy(policy), NOW);

const LITERAL_ALONE: PolicyValues = { evidence: { enabled: false } };

describe('the literal rule, expected 6%, kill threshold 3%', () => {
  it.each([
    { name: '10 interactions count', views: 400, interactions: 10, killed: true },
    { name: '9 interactions do not', views: 400, interactions: 9, killed: false },
    { name: 'exactly half of expected is not below', views: 500, interactions: 15, killed: false },
    { name: 'one view more than half is below', views: 501, interactions: 15, killed: true },
    { name: 'the expected rate is healthy', views: 1000, interactions: 60, killed: false },
    { name: 'nothing at all is not a breach', views: 5000, interactions: 0, killed: false },
  ])('$name', ({ views, interactions, killed }) => {
    expect(look(views, interactions, LITERAL_ALONE).ending).toEqual(
      killed ? { outcome: 'killed', reason: 'below_threshold' } : null,
    );
  });

  it('kills exactly when the counts say so in whole numbers', () => {
    const counts = fc.tuple(fc.integer({ min: 1, max: 5_000_000 }), fc.integer({ min: 0, max: 5_000_000 }));
    const line = fc.record({
      perMille: fc.integer({ min: 1, max: 1000 }),
      percent: fc.integer({ min: 1, max: 100 }),
    });
    fc.assert(
      fc.property(counts, line, ([views, drawn], { perMille, percent }) => {
        const interactions = Math.min(views, drawn);
        // Pushed, since nobody confirms a first reading then.
        const session = aSession({ source: 'push', expectedEngagementRate: perMille / 1000 });
        const policy = aPolicy({ ...LITERAL_ALONE, killRatio: percent / 100 });
        const { ending } = evaluate(session, NO_PROGRESS, reading(views, interactions), policy, NOW);
        // s / n < k · e, without a division: s · 100,000 < k% · e‰ · n
        const below = BigInt(interactions) * 100_000n < BigInt(percent) * BigInt(perMille) * BigInt(views);
        expect(ending !== null).toBe(interactions >= 10 && below);
      }),
      { numRuns: 5_000 },
    );
  });

  it('counts matured views where reactions take their time', () => {
    const delayed: PolicyValues = { ...LITERAL_ALONE, belowThreshold: { reactionDelaySeconds: 30 } };
    // Of views that came evenly over t, 1 − (τ/t)(1 − e^(−t/τ)) have had time to react.
    const matured = 1000 * (1 - 0.5 * (1 - Math.exp(-2)));
    const most = Math.ceil(0.03 * matured) - 1;
    expect([look(1000, most, delayed).ending?.reason, look(1000, most + 1, delayed).ending]).toEqual([
      'below_threshold',
      null,
    ]);
  });

  it('kills nothing when it is switched off', () => {
    expect(look(1000, 10, { ...LITERAL_ALONE, belowThreshold: { enabled: false } }).ending).toBeNull();
  });

  it('follows an override without a new sample', () => {
    const progress = progressAt(1000, 40, NOW);
    const now = NOW + 500;
    expect(evaluate(aSession(), progress, { kind: 'none' }, aPolicy(), now).ending).toBeNull();
    expect(evaluate(aSession(), progress, { kind: 'none' }, aPolicy({ killRatio: 0.7 }), now).ending).toEqual(
      {
        outcome: 'killed',
        reason: 'below_threshold',
      },
    );
  });
});

describe('the window', () => {
  it.each([
    { name: 'a millisecond before its end', at: 599_999, outcome: undefined },
    { name: 'at exactly its end', at: 600_000, outcome: 'timed_out' },
    { name: 'long after', at: 6_000_000, outcome: 'timed_out' },
  ])('$name', ({ at, outcome }) => {
    const now = POSTED_AT + at;
    const healthy = evaluate(aSession(), progressAt(1000, 60, now - 500), { kind: 'none' }, aPolicy(), now);
    expect(healthy.ending?.outcome).toBe(outcome);
  });

  it('ends the authority to kill', () => {
    const now = POSTED_AT + 600_000;
    expect(evaluate(aSession(), NO_PROGRESS, reading(1000, 10, now), aPolicy(), now).ending?.outcome).toBe(
      'timed_out',
    );
  });
});

describe('confirmation and safety', () => {
  it('waits for breaches in a row, and starts over after a good sample', () => {
    const policy = aPolicy({ consecutiveBreaches: 3 });
    let progress = NO_PROGRESS;
    const outcomes = [
      [1000, 20],
      [1100, 22],
      [1200, 60],
      [2300, 61],
      [2400, 62],
      [2500, 63],
    ].map(([views = 0, interactions = 0], index) => {
      const now = NOW + index * 1000;
      const result = evaluate(aSession(), progress, reading(views, interactions, now), policy, now);
      progress = result.progress;
      return result.ending?.outcome ?? progress.breaches;
    });
    expect(outcomes).toEqual([1, 2, 0, 1, 2, 'killed']);
  });

  it('does not count the same sample twice when only time has passed', () => {
    const policy = aPolicy({ consecutiveBreaches: 2 });
    const first = evaluate(aSession(), NO_PROGRESS, reading(1000, 20), policy, NOW);
    const again = evaluate(aSession(), first.progress, { kind: 'none' }, policy, NOW + 1000);
    expect([first.progress.breaches, again.progress.breaches, again.ending]).toEqual([1, 1, null]);
  });

  it.each<{ name: string; policy: PolicyValues }>([
    { name: 'warm-up', policy: { warmupSeconds: 61 } },
    { name: 'minimum views', policy: { minViews: 1001 } },
  ])('kills nothing during $name', ({ policy }) => {
    expect(look(1000, 20, policy).ending).toBeNull();
    expect(look(1001, 20, { warmupSeconds: 60, minViews: 1001 }).ending?.outcome).toBe('killed');
  });

  it('kills nothing on a stale sample, and says so', () => {
    const progress = progressAt(1000, 40, NOW);
    const { ending, progress: after } = evaluate(
      aSession(),
      progress,
      { kind: 'none' },
      aPolicy({ killRatio: 0.7 }),
      NOW + 30_001,
    );
    expect([ending, after.quality]).toEqual([null, 'stale']);
  });

  it.each<{ name: string; bad: Reading; quality: string; refusal: string | null }>([
    {
      name: 'more interactions than views',
      bad: reading(10, 11, NOW + 1000),
      quality: 'impossible',
      refusal: 'ahead_of_views',
    },
    {
      name: 'falling views',
      bad: reading(900, 12, NOW + 1000),
      quality: 'stale',
      refusal: 'decreasing_views',
    },
    {
      name: 'falling interactions',
      bad: reading(1900, 19, NOW + 1000),
      quality: 'stale',
      refusal: 'decreasing_interactions',
    },
    {
      name: 'an absurd jump',
      bad: reading(90_000, 60, NOW + 1000),
      quality: 'stale',
      refusal: 'absurd_jump',
    },
    {
      name: 'a source that is down',
      bad: { kind: 'trouble', trouble: 'source_error' },
      quality: 'source_error',
      refusal: null,
    },
    {
      name: 'a post that is gone',
      bad: { kind: 'trouble', trouble: 'post_gone' },
      quality: 'post_gone',
      refusal: null,
    },
  ])('passes over $name, and says so once the last good reading is old', ({ bad, quality, refusal }) => {
    const at = (progress: Progress, now: number) =>
      evaluate(aSession(), progress, bad, aPolicy({ staleAfterSeconds: 5, maxCheckIntervalSeconds: 1 }), now);
    const first = at(progressAt(1000, 60, NOW), NOW + 1000);
    expect([first.ending, first.progress.quality, first.refusal]).toEqual([null, 'ok', refusal]);
    expect(first.progress.sample).toEqual({ views: 1000, interactions: 60, observedAt: NOW });
    expect(first.changes).toEqual([]);
    const aged = at(progressAt(1000, 60, NOW), NOW + 6_001);
    expect([aged.ending, aged.progress.quality]).toEqual([null, quality]);
    expect(aged.changes).toEqual([{ type: 'data_quality', from: 'ok', to: quality }]);
  });

  it('believes fewer views once they hold, without any evidence from those that never were', () => {
    const policy = aPolicy({ belowThreshold: { enabled: false } });
    let progress = NO_PROGRESS;
    const take = (second: number, views: number, interactions: number) => {
      const now = NOW + second * 1000;
      const result = evaluate(aSession(), progress, reading(views, interactions, now), policy, now);
      progress = result.progress;
      return result.refusal;
    };
    take(0, 200, 12);
    expect([take(1, 210, 12), take(2, 25, 5), take(3, 27, 5)]).toEqual([
      null,
      'decreasing_views',
      'decreasing_views',
    ]);
    expect(progress.quality).toBe('decreasing');
    expect([take(6, 26, 5), take(7, 27, 5), take(10, 28, 5), take(12, 29, 5)]).toEqual([
      'decreasing_views',
      'decreasing_views',
      'decreasing_views',
      null,
    ]);
    expect([progress.sample?.views, progress.quality]).toEqual([29, 'ok']);
    expect(maturedViews(progress.evidence)).toBeLessThanOrEqual(29);
    expect(progress.evidence.logDrop).toBe(0);
  });

  it('reports counters that keep falling', () => {
    let progress = progressAt(1000, 60, NOW);
    const qualities = [900, 800, 700].map((views, index) => {
      const now = NOW + (index + 1) * 1000;
      progress = evaluate(aSession(), progress, reading(views, 50, now), aPolicy(), now).progress;
      return progress.quality;
    });
    expect(qualities).toEqual(['ok', 'decreasing', 'decreasing']);
  });

  it('kills nothing for one absurd jump, and believes it where the next reading holds it', () => {
    const jump = evaluate(
      aSession(),
      progressAt(200, 12, NOW),
      reading(4000, 13, NOW + 1000),
      aPolicy(),
      NOW + 1000,
    );
    expect([jump.refusal, jump.ending]).toEqual(['absurd_jump', null]);
    const back = evaluate(aSession(), jump.progress, reading(215, 13, NOW + 2000), aPolicy(), NOW + 2000);
    expect([back.refusal, back.ending, back.progress.sample?.views]).toEqual([null, null, 215]);
    const held = evaluate(aSession(), jump.progress, reading(4050, 13, NOW + 2000), aPolicy(), NOW + 2000);
    expect([held.refusal, held.ending?.outcome]).toEqual([null, 'killed']);
  });

  it('does not call a reading stale because nobody was to ask, and kills nothing by it', () => {
    const policy = aPolicy({ maxCheckIntervalSeconds: 60 });
    const known = progressAt(1000, 12, NOW);
    const dueAt = NOW + 60_000;
    const at = (now: number) => evaluate(aSession(), known, { kind: 'none', dueAt }, policy, now);
    expect(at(NOW + 1000).ending?.outcome).toBe('killed');
    expect([at(NOW + 64_000).ending, at(NOW + 64_000).progress.quality]).toEqual([null, 'ok']);
    expect(at(NOW + 66_000).progress.quality).toBe('stale');
    // Nor is one failed check after such a gap the end of what is known.
    const failed: Reading = { kind: 'trouble', trouble: 'source_error' };
    expect(evaluate(aSession(), known, failed, policy, NOW + 61_000).progress.quality).toBe('ok');
    expect(evaluate(aSession(), known, failed, policy, NOW + 66_000).progress.quality).toBe('source_error');
  });

  it('kills nothing for a first reading of more views than posts get, and believes it where the next one holds it', () => {
    const at = POSTED_AT + 2000;
    const take = (progress: Progress, views: number, interactions: number, now: number) =>
      evaluate(aSession(), progress, reading(views, interactions, now), aPolicy(), now);
    const first = take(NO_PROGRESS, 1_000_000_000, 12, at);
    expect([first.refusal, first.ending, first.progress.sample]).toEqual(['absurd_jump', null, null]);
    const real = take(first.progress, 3, 0, at + 1000);
    expect([real.refusal, real.progress.sample?.views, real.progress.doubt]).toEqual([null, 3, null]);
    const other = take(first.progress, 900_000, 12, at + 1000);
    expect([other.refusal, other.ending]).toEqual(['absurd_jump', null]);
    const held = take(first.progress, 1_000_000_100, 12, at + 1000);
    expect([held.refusal, held.ending?.outcome]).toEqual([null, 'killed']);
  });

  it('believes the first reading of a variant that is found long after it was posted', () => {
    const { refusal, progress } = look(6_000, 400);
    expect([refusal, progress.sample?.views]).toEqual([null, 6_000]);
  });

  it('takes a jump that the orchestrator pushed at its word, since nobody can be asked again', () => {
    const pushed = aSession({ source: 'push' });
    const jump = evaluate(
      pushed,
      progressAt(200, 12, NOW),
      reading(4000, 13, NOW + 1000),
      aPolicy(),
      NOW + 1000,
    );
    expect([jump.refusal, jump.ending?.outcome]).toEqual([null, 'killed']);
  });

  it('believes lower interactions once they hold, since people take likes back', () => {
    const first = evaluate(
      aSession(),
      progressAt(1000, 60, NOW),
      reading(1010, 59, NOW + 1000),
      aPolicy(),
      NOW + 1000,
    );
    const second = evaluate(aSession(), first.progress, reading(1020, 59, NOW + 2000), aPolicy(), NOW + 2000);
    expect([first.refusal, second.refusal, second.progress.sample?.interactions]).toEqual([
      'decreasing_interactions',
      null,
      59,
    ]);
  });

  it.each([
    { name: 'out of order', at: NOW - 1, refusal: 'out_of_order' },
    { name: 'the same instant', at: NOW, refusal: 'duplicate' },
    { name: 'from the future', at: NOW + 10_002, refusal: 'from_future' },
    { name: 'before the post', at: POSTED_AT - 10_001, refusal: 'before_post' },
  ])('ignores a sample $name and keeps what it knew', ({ at, refusal }) => {
    const before = progressAt(1000, 60, NOW);
    const result = evaluate(aSession(), before, reading(2000, 61, at), aPolicy(), NOW + 1);
    expect([result.refusal, result.progress, result.ending]).toEqual([refusal, before, null]);
  });
});

describe('warnings', () => {
  it('come below the warn threshold and go above it', () => {
    const warned = look(1000, 41);
    expect(warned.changes).toContainEqual({ type: 'warned' });
    const recovered = evaluate(
      aSession(),
      warned.progress,
      reading(1100, 60, NOW + 1000),
      aPolicy(),
      NOW + 1000,
    );
    expect(recovered.changes).toEqual([{ type: 'recovered' }]);
    expect(look(1000, 42).changes).not.toContainEqual({ type: 'warned' });
  });

  it('end only halfway back to the expected rate, so that a rate on the line does not flap', () => {
    const warned = look(5_000, 209).progress;
    const after = (interactions: number) =>
      evaluate(aSession(), warned, reading(5_001, interactions, NOW + 1000), aPolicy(), NOW + 1000);
    expect([after(215).progress.warned, after(255).progress.warned, after(256).progress.warned]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('risk', () => {
  it('is 0 at the expected rate, 1 at the kill threshold, and weighs few views little', () => {
    const at = (views: number, interactions: number) =>
      riskOf(aSession(), progressAt(views, interactions, NOW), aPolicy());
    expect([at(1000, 60), at(1000, 45), at(1000, 30), at(1000, 0), at(0, 0)]).toEqual([
      0,
      expect.closeTo(0.5),
      1,
      1,
      0,
    ]);
    expect(at(10, 0)).toBeCloseTo(0.06);
  });

  it('stays within 0 and 1 for any counters', () => {
    fc.assert(
      fc.property(
        fc.nat(1e9),
        fc.nat(1e9),
        fc.double({ min: 1e-6, max: 1, noNaN: true }),
        (views, drawn, expected) => {
          const risk = riskOf(
            aSession({ expectedEngagementRate: expected }),
            progressAt(views, Math.min(views, drawn), NOW),
            aPolicy({ killRatio: 1, warnRatio: 1 }),
          );
          expect(risk).toBeGreaterThanOrEqual(0);
          expect(risk).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
