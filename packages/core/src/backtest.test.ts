import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aPolicy, aSession, POSTED_AT } from '../test/fixtures';
import { compare, hasRecovered, replay } from './backtest';
import { type Ending, evaluate } from './evaluate';
import type { Policy, PolicyValues } from './policy';
import type { Sample } from './sample';
import { NO_PROGRESS } from './session';

const SECOND = 1000;
const session = aSession();

/** The counters of one look a second, as a variant brings them. */
const looks = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.double({ min: 0, max: 0.2, noNaN: true })), {
    minLength: 1,
    maxLength: 200,
  })
  .map((steps) => {
    let views = 0;
    let interactions = 0;
    return steps.map(([seen, rate], index): Sample => {
      views += seen;
      interactions = Math.min(views, interactions + Math.round(seen * rate));
      return { views, interactions, observedAt: POSTED_AT + (index + 1) * SECOND };
    });
  });

const policies = fc
  .record({
    killRatio: fc.double({ min: 0.2, max: 0.7, noNaN: true }),
    minInteractions: fc.integer({ min: 1, max: 20 }),
    warmupSeconds: fc.integer({ min: 0, max: 30 }),
    consecutiveBreaches: fc.integer({ min: 1, max: 4 }),
    windowSeconds: fc.integer({ min: 31, max: 240 }),
    belowThreshold: fc.record({ enabled: fc.boolean(), reactionDelaySeconds: fc.constantFrom(0, 7) }),
    drop: fc.record({ action: fc.constantFrom('off', 'warn', 'kill') }),
    evidence: fc.record({
      enabled: fc.boolean(),
      reactionDelaySeconds: fc.constantFrom(0, 5, 15),
      alpha: fc.constantFrom(0.001, 0.05, 0.4),
    }),
  })
  .map((values: PolicyValues) => aPolicy(values));

/** What the live engine does with them, look by look, and what it would have recorded. */
function live(samples: readonly Sample[], policy: Policy): { ending: Ending | null; at: number | null } {
  let progress = NO_PROGRESS;
  for (const sample of samples) {
    const now = sample.observedAt;
    const result = evaluate(session, progress, { kind: 'sample', sample }, policy, now);
    progress = result.progress;
    if (result.ending !== null) return { ending: result.ending, at: now };
  }
  return { ending: null, at: null };
}

/** Only what differs from the reading before is kept. */
function recorded(samples: readonly Sample[]): Sample[] {
  return samples.filter((sample, index) => {
    const before = samples[index - 1];
    return before?.views !== sample.views || before.interactions !== sample.interactions;
  });
}

describe('a backtest', () => {
  it('does what the live engine did, at the same second', () => {
    fc.assert(
      fc.property(looks, policies, (samples, policy) => {
        const until = samples.at(-1)?.observedAt ?? POSTED_AT;
        const replayed = replay({ session, samples: recorded(samples), until }, policy, SECOND);
        expect({ ending: replayed.ending, at: replayed.endedAt }).toEqual(live(samples, policy));
      }),
      { numRuns: 500 },
    );
  });

  it('replays a policy in shadow or approve as if it killed, and one that is off as it is', () => {
    const sample = { views: 1000, interactions: 20, observedAt: POSTED_AT + SECOND };
    const recording = { session, samples: [sample], until: sample.observedAt };
    const endings = (['shadow', 'approve', 'auto', 'off'] as const).map(
      (mode) => replay(recording, aPolicy({ mode }), SECOND).ending?.outcome,
    );
    expect(endings).toEqual(['killed', 'killed', 'killed', undefined]);
  });

  it('assumes nothing of the time after the last check', () => {
    const sample = { views: 300, interactions: 0, observedAt: POSTED_AT + SECOND };
    const policy = aPolicy({ warmupSeconds: 15, evidence: { reactionDelaySeconds: 0 } });
    const at = (seconds: number) =>
      replay({ session, samples: [sample], until: POSTED_AT + seconds * SECOND }, policy, SECOND).ending;
    expect(at(14)).toBeNull();
    expect(at(15)).toEqual({ outcome: 'killed', reason: 'evidence' });
  });

  it('carries out the verdicts of the spare group, which it can not measure', () => {
    const sample = { views: 1000, interactions: 20, observedAt: POSTED_AT + SECOND };
    const recording = {
      session: { ...session, holdoutDraw: 0 },
      samples: [sample],
      until: sample.observedAt,
    };
    expect(replay(recording, aPolicy({ holdoutRate: 0.5 }), SECOND).ending?.outcome).toBe('killed');
  });
});

describe('comparing two policies', () => {
  const samples = [
    { views: 1000, interactions: 40, observedAt: POSTED_AT + SECOND },
    { views: 2000, interactions: 110, observedAt: POSTED_AT + 2 * SECOND },
  ];
  const recording = { session, samples, until: POSTED_AT + 2 * SECOND };
  const strict = aPolicy({ killRatio: 0.7 });

  it('says which one kills, and whether the variant came back', () => {
    expect(compare(recording, { before: aPolicy(), after: strict }, null)).toMatchObject({
      effect: 'killed',
      recovered: true,
      after: { endingSample: samples[0], lastSample: samples[1], looks: 1 },
    });
    expect(compare(recording, { before: strict, after: aPolicy() }, null).effect).toBe('spared');
    expect(compare(recording, { before: strict, after: strict }, null).effect).toBe('both');
    expect(compare(recording, { before: aPolicy(), after: aPolicy() }, null).effect).toBe('neither');
  });

  it('tells the silent losers that a policy catches from those that it misses', () => {
    const posting = { views: 5000, interactions: 3, observedAt: POSTED_AT + 60 * SECOND };
    const silent = { session, samples: [posting], until: POSTED_AT + 600 * SECOND };
    const literal = aPolicy({ evidence: { enabled: false } });
    const caught = compare(silent, { before: literal, after: aPolicy() }, SECOND);
    expect(caught).toMatchObject({ effect: 'killed', silentLoser: true, missed: false });
    const missed = compare(silent, { before: aPolicy(), after: literal }, SECOND);
    expect(missed).toMatchObject({ effect: 'spared', silentLoser: false, missed: true });
    const loud = compare(recording, { before: aPolicy(), after: strict }, null);
    expect(loud).toMatchObject({ silentLoser: false, missed: false });
  });

  it.each([
    { name: 'at the warn threshold', later: { views: 1000, interactions: 42 }, recovered: true },
    { name: 'below it', later: { views: 1000, interactions: 41 }, recovered: false },
    { name: 'with too few interactions', later: { views: 100, interactions: 9 }, recovered: false },
  ])('a variant has recovered $name: $recovered', ({ later, recovered }) => {
    expect(hasRecovered(session, { ...later, observedAt: POSTED_AT }, aPolicy())).toBe(recovered);
  });
});
