import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aPolicy, aSession, POSTED_AT, progressAt } from '../../test/fixtures';
import { countersOf, SECONDS } from '../../test/streams';
import { evaluate } from '../evaluate';
import type { Policy, PolicyValues } from '../policy';
import type { Sample } from '../sample';
import { NO_PROGRESS, type Progress, type Session } from '../session';
import { planCheck } from './plan';
import { paceAfter, type ViewPace } from './view-pace';

interface Watched {
  readonly killedAt: number | null;
  readonly checks: number;
}

/** Checks a variant at every second. */
function everySecond(samples: readonly Sample[], session: Session, policy: Policy): Watched {
  let progress = NO_PROGRESS;
  for (const [index, sample] of samples.entries()) {
    const now = sample.observedAt;
    const evaluation = evaluate(session, progress, { kind: 'sample', sample }, policy, now);
    if (evaluation.ending !== null) {
      const isKilled = evaluation.ending.outcome === 'killed';
      return { killedAt: isKilled ? index + 1 : null, checks: index + 1 };
    }
    progress = evaluation.progress;
  }
  return { killedAt: null, checks: samples.length };
}

/** Checks it when the plan says so. */
function asPlanned(samples: readonly Sample[], session: Session, policy: Policy): Watched {
  let progress = NO_PROGRESS;
  let pace: ViewPace | null = null;
  let second = 1;
  let checks = 0;
  while (second <= SECONDS) {
    const sample = samples[second - 1];
    if (sample === undefined) break;
    checks += 1;
    const now = sample.observedAt;
    const { progress: next, ending } = evaluate(session, progress, { kind: 'sample', sample }, policy, now);
    if (ending !== null) return { killedAt: ending.outcome === 'killed' ? second : null, checks };
    pace = paceAfter(pace, progress.sample, sample, session.startedAt);
    progress = next;
    const { at } = planCheck(session, progress, policy, { shortestMs: 1000, pace, refusals: 0 }, now);
    second = Math.max(second + 1, Math.floor((at - POSTED_AT) / 1000));
  }
  return { killedAt: null, checks };
}

const STREAMS = fc.record({
  seed: fc.nat(),
  viewsPerSecond: fc.double({ min: 0.2, max: 100, noNaN: true }),
  rate: fc.double({ min: 0, max: 0.12, noNaN: true }),
  rateAfter: fc.double({ min: 0, max: 0.06, noNaN: true }),
  dropsAt: fc.integer({ min: 1, max: SECONDS }),
});

/** Returns how much later than checks at every second planned ones kill, in seconds, for each stream that is killed. */
function delaysOf(values: PolicyValues): readonly number[] {
  const policy = aPolicy(values);
  const session = aSession();
  return fc.sample(STREAMS, { numRuns: 500, seed: 15 }).flatMap((stream) => {
    const samples = countersOf(stream);
    const { killedAt } = everySecond(samples, session, policy);
    if (killedAt === null) return [];
    return [(asPlanned(samples, session, policy).killedAt ?? Number.POSITIVE_INFINITY) - killedAt];
  });
}

describe('a plan of checks, compared with checks at every second', () => {
  it.each<PolicyValues>([
    { evidence: { enabled: false } },
    { evidence: { enabled: false }, consecutiveBreaches: 3, minInteractions: 20 },
    { drop: { action: 'off' }, minViews: 300, warmupSeconds: 30, consecutiveBreaches: 2 },
  ])('kills no later: %j', (values) => {
    const delays = delaysOf(values);
    expect(delays.length).toBeGreaterThan(20);
    expect(Math.max(...delays)).toBeLessThanOrEqual(0);
  });

  // A reading over some seconds spreads its views over them, so that views may mature a little sooner or later.
  it.each<PolicyValues>([
    {},
    { belowThreshold: { enabled: false } },
    { belowThreshold: { reactionDelaySeconds: 5 }, minInteractions: 25 },
    { drop: { action: 'kill' } },
    { belowThreshold: { enabled: false }, drop: { action: 'kill' } },
  ])('kills as soon in the mean where views mature: %j', (values) => {
    const delays = delaysOf(values);
    const late = delays.filter((delay) => delay > 1);
    expect(delays.length).toBeGreaterThan(300);
    expect(late.length / delays.length).toBeLessThan(0.02);
    expect(Math.max(...delays)).toBeLessThanOrEqual(aPolicy(values).maxCheckIntervalSeconds);
    expect(delays.reduce((sum, delay) => sum + delay, 0) / delays.length).toBeLessThan(0.1);
  });

  it.each([
    { viewsPerMinute: 60, calls: 120 },
    { viewsPerMinute: 600, calls: 120 },
    { viewsPerMinute: 3_600, calls: 300 },
  ])('takes at most $calls checks of a healthy variant at $viewsPerMinute views a minute', (row) => {
    for (let seed = 0; seed < 40; seed += 1) {
      const samples = countersOf({
        seed,
        viewsPerSecond: row.viewsPerMinute / 60,
        rate: 0.06,
        rateAfter: 0.06,
        dropsAt: SECONDS,
      });
      expect(asPlanned(samples, aSession(), aPolicy()).checks).toBeLessThanOrEqual(row.calls);
    }
  });

  it.each([
    { viewsPerMinute: 60, mean: 100 },
    { viewsPerMinute: 600, mean: 250 },
    { viewsPerMinute: 3_600, mean: 500 },
  ])(
    'takes some $mean checks at $viewsPerMinute views a minute where drops kill',
    (row) => {
      const policy = aPolicy({ drop: { action: 'kill' } });
      let checks = 0;
      for (let seed = 0; seed < 40; seed += 1) {
        const viewsPerSecond = row.viewsPerMinute / 60;
        const healthy = { seed, viewsPerSecond, rate: 0.06, rateAfter: 0.06, dropsAt: SECONDS };
        checks += asPlanned(countersOf(healthy), aSession(), policy).checks;
      }
      expect(checks / 40).toBeLessThanOrEqual(row.mean);
    },
    60_000,
  );
});

describe('a variant whose readings are refused', () => {
  const after = (refusals: number, progress: Progress, policy = aPolicy()) => {
    const now = POSTED_AT + 60_000;
    const terms = { shortestMs: 1000, pace: null, refusals };
    const { at, urgency } = planCheck(aSession(), progress, policy, terms, now);
    return [(at - now) / 1000, urgency];
  };
  const known = progressAt(100, 6, POSTED_AT + 59_000);

  it.each([
    { name: 'with counters', progress: known, urgency: 'decisive' },
    { name: 'without any', progress: NO_PROGRESS, urgency: 'first' },
  ])('is asked at once for some seconds, and then with growing pauses: $name', ({ progress, urgency }) => {
    expect([1, 2, 6, 7, 8, 9, 10, 11, 500].map((refusals) => after(refusals, progress))).toEqual([
      [1, urgency],
      [1, urgency],
      [1, urgency],
      [2, 'routine'],
      [4, 'routine'],
      [8, 'routine'],
      [10, 'routine'],
      [10, 'routine'],
      [10, 'routine'],
    ]);
    expect(after(500, progress, aPolicy({ maxCheckIntervalSeconds: 60 }))).toEqual([60, 'routine']);
  });
});
