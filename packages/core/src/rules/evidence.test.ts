import { describe, expect, it } from 'vitest';
import { seeded } from '../../test';
import { aPolicy, aSession, POSTED_AT } from '../../test/fixtures';
import { NO_CONTEXT } from '../check-context';
import { type Evaluation, evaluate } from '../evaluate';
import { decodeEvidence, encodeEvidence } from '../evidence/encode';
import { explain } from '../explain';
import type { Policy, PolicyValues } from '../policy';
import { NO_PROGRESS, type Progress } from '../session';

const EVIDENCE_ONLY: PolicyValues = { belowThreshold: { enabled: false } };
const AT_ONCE: PolicyValues = {
  ...EVIDENCE_ONLY,
  evidence: { reactionDelaySeconds: 0, dispersion: 1, alpha: 0.01 },
};
const KILL_DROPS: PolicyValues = { ...AT_ONCE, drop: { action: 'kill' } };

type Counters = readonly [views: number, interactions: number];

/** Checks once a second at cumulative counters, until the session ends. */
function watch(
  counters: Iterable<Counters>,
  policy: Policy,
  everySeconds: (check: number) => number = () => 1,
) {
  let progress: Progress = NO_PROGRESS;
  let result: Evaluation | undefined;
  let seconds = 0;
  let warnings = 0;
  for (const [views, interactions] of counters) {
    seconds += everySeconds(seconds);
    const now = POSTED_AT + seconds * 1000;
    const sample = { views, interactions, observedAt: now };
    result = evaluate(aSession(), progress, { kind: 'sample', sample }, policy, now);
    warnings += result.changes.filter(({ type }) => type === 'dropped').length;
    progress = result.progress;
    if (result.ending !== null) break;
  }
  if (result === undefined) throw new Error('there was nothing to watch');
  return { ...result, seconds, warnings };
}

function* steady(viewsPerSecond: number, rate: number, seconds = 590): Generator<Counters> {
  for (let second = 1; second <= seconds; second += 1) {
    const views = viewsPerSecond * second;
    yield [views, Math.floor(views * rate)];
  }
}

/** Healthy until `diesAt`, then nobody reacts; afterward healthy again from `recoversAt` on. */
function* dropping(
  viewsPerSecond: number,
  { rate = 0.06, diesAt = 200, recoversAt = Number.POSITIVE_INFINITY, seconds = 590 } = {},
): Generator<Counters> {
  let interactions = 0;
  for (let second = 1; second <= seconds; second += 1) {
    if (second <= diesAt || second > recoversAt) interactions += viewsPerSecond * rate;
    yield [viewsPerSecond * second, Math.floor(interactions)];
  }
}

function killText({ progress, seconds, ending }: ReturnType<typeof watch>, policy: Policy): string {
  if (ending?.outcome !== 'killed' || ending.reason === 'manual')
    throw new Error('it was not killed by a rule');
  const standing = { status: 'killed', reason: ending.reason } as const;
  return explain(aSession(), progress, policy, standing, POSTED_AT + seconds * 1000).text;
}

describe('the evidence rule', { timeout: 60_000 }, () => {
  it('sees the silent loser, which the literal rule never does', () => {
    const silent = () => steady(10, 0.0005);
    expect(watch(silent(), aPolicy({ evidence: { enabled: false } })).ending).toBeNull();
    const watched = watch(silent(), aPolicy());
    expect(watched.ending).toEqual({ outcome: 'killed', reason: 'evidence' });
    expect(watched.seconds).toBeLessThan(60);
    expect(killText(watched, aPolicy())).toMatch(
      /^Killed: 0 interactions came from \d+ views, and [\d.]+ were due so far\. The odds are [\d,]+ to 1 against a rate of 6% or better\.$/,
    );
  });

  it('leaves a variant at the expected rate alone, and one above the kill threshold whatever the evidence', () => {
    expect(watch(steady(100, 0.06), aPolicy(EVIDENCE_ONLY)).ending).toBeNull();
    expect(
      watch(steady(1000, 0.031), aPolicy({ ...EVIDENCE_ONLY, drop: { action: 'kill' } })).ending,
    ).toBeNull();
  });

  it('counts only interactions that are due: a healthy variant whose reactions take their time lives', () => {
    // Every view reacts exactly 5 s later, at the expected rate: for a while nothing has come at all.
    function* late(): Generator<Counters> {
      for (let second = 1; second <= 120; second += 1)
        yield [second * 100, Math.floor(6 * Math.max(0, second - 5))];
    }
    expect(watch(late(), aPolicy(EVIDENCE_ONLY)).ending).toBeNull();
    const atOnce = aPolicy({ ...EVIDENCE_ONLY, evidence: { reactionDelaySeconds: 0 } });
    expect(watch(late(), atOnce).ending?.reason).toBe('evidence');
  });

  it.each([
    { name: 'every second', everySeconds: () => 1 },
    { name: 'at irregular gaps of 1 to 30 s', everySeconds: (check: number) => 1 + ((check * 7919) % 30) },
  ])('kills a healthy variant with probability at most alpha, checked $name', ({ everySeconds }) => {
    const random = seeded(20_261_123);
    const policy = aPolicy(KILL_DROPS);
    const runs = 1_000;
    let killed = 0;
    for (let run = 0; run < runs; run += 1) {
      const counters: Counters[] = [];
      let [views, interactions, at] = [0, 0, 0];
      while (at < 590) {
        const gap = everySeconds(at);
        at += gap;
        const seen = random.poisson(10 * gap);
        views += seen;
        interactions += random.binomial(seen, 0.06);
        counters.push([views, interactions]);
      }
      if (watch(counters, policy, everySeconds).ending?.outcome === 'killed') killed += 1;
    }
    expect(killed / runs).toBeLessThanOrEqual(0.01);
  });
});

describe('a drop', () => {
  it('is killed within seconds, and says when the variant went bad', () => {
    const policy = aPolicy(KILL_DROPS);
    const watched = watch(dropping(100), policy);
    expect(watched.ending).toEqual({ outcome: 'killed', reason: 'drop' });
    expect(watched.seconds - 200).toBeLessThanOrEqual(6);
    expect(killText(watched, policy)).toMatch(
      /^Killed: It went bad at 3:20: 0 of [\d.]+ interactions due since came\. The odds are [\d,]+ to 1\.$/,
    );
    expect(watched.progress.wentBadAt).toBe(POSTED_AT + 200_000);
  });

  it('is one warning by default, within one check of what kills, and no kill by evidence', () => {
    const kill = watch(dropping(100, { seconds: 230 }), aPolicy(KILL_DROPS));
    const warn = watch(dropping(100, { seconds: 230 }), aPolicy(AT_ONCE));
    expect([warn.ending, warn.warnings]).toEqual([null, 1]);
    const atKill = watch(dropping(100, { seconds: kill.seconds }), aPolicy(AT_ONCE));
    expect(atKill.warnings).toBe(1);
    expect(watch(dropping(100), aPolicy({ ...AT_ONCE, drop: { action: 'off' } })).warnings).toBe(0);
  });

  it('shows until interactions come as they should again', () => {
    const { progress, warnings } = watch(dropping(100, { recoversAt: 230 }), aPolicy(AT_ONCE));
    expect([progress.wentBadAt, warnings]).toEqual([null, 1]);
  });

  it('never keeps `evidence` from killing what never was good', () => {
    for (const action of ['off', 'warn', 'kill'] as const) {
      const { ending, seconds } = watch(steady(100, 0), aPolicy({ ...AT_ONCE, drop: { action } }));
      expect([ending?.reason, seconds]).toEqual(['evidence', expect.toSatisfy((s: number) => s <= 3)]);
    }
  });

  it.each([
    { name: 'views that stop', counters: () => [...steady(10, 0.06, 60), ...Array(500).fill([600, 36])] },
    { name: 'counters in steps of 30 s', counters: () => stepped(30) },
    { name: 'a late registration', counters: () => [[3_000, 180], ...[...steady(10, 0.06)].map(late)] },
    { name: 'a jump of the views with their interactions', counters: () => jumped() },
  ] as { name: string; counters: () => Counters[] }[])('is not seen in $name', ({ counters }) => {
    const policy = aPolicy({ ...EVIDENCE_ONLY, evidence: { alpha: 0.01 }, drop: { action: 'kill' } });
    const { ending, warnings } = watch(counters(), policy);
    expect([ending, warnings]).toEqual([null, 0]);
  });

  it('is not made up by likes that are taken back', () => {
    const purged = [...steady(100, 0.06)].map(
      ([views, interactions], index): Counters => [views, interactions - (index >= 200 ? 30 : 0)],
    );
    const { ending, warnings } = watch(purged, aPolicy(KILL_DROPS));
    expect([ending, warnings]).toEqual([null, 0]);
  });

  it('is warned about again when it comes again', () => {
    function* twice(): Generator<Counters> {
      let interactions = 0;
      for (let second = 1; second <= 590; second += 1) {
        if (second <= 200 || (second > 260 && second <= 480)) interactions += 6;
        yield [second * 100, interactions];
      }
    }
    expect(watch(twice(), aPolicy(AT_ONCE)).warnings).toBe(2);
  });

  it.each([
    { name: 'the delay', early: { evidence: { reactionDelaySeconds: 20 } } },
    { name: 'the dispersion', early: { evidence: { dispersion: 3 } } },
    { name: 'the healthy ratio', early: { evidence: { healthyRatio: 0.8 } } },
    { name: 'alpha', early: { evidence: { alpha: 0.2 } } },
    { name: 'the window', early: { windowSeconds: 400 } },
    { name: 'the literal rule’s delay', early: { belowThreshold: { reactionDelaySeconds: 30 } } },
  ] satisfies { name: string; early: PolicyValues }[])(
    'is not made up by a change of $name in the middle, for a healthy variant',
    ({ early }) => {
      const [before, after] = [aPolicy({ ...KILL_DROPS, ...early }), aPolicy(KILL_DROPS)];
      let progress: Progress = NO_PROGRESS;
      let second = 0;
      for (const [views, interactions] of steady(100, 0.06, 390)) {
        second += 1;
        const now = POSTED_AT + second * 1000;
        const sample = { views, interactions, observedAt: now };
        const policy = second % 120 < 60 ? before : after;
        const result = evaluate(aSession(), progress, { kind: 'sample', sample }, policy, now);
        expect([result.ending, result.progress.wentBadAt]).toEqual([null, null]);
        ({ progress } = result);
      }
    },
  );

  it('takes over in the middle: a stored state goes on as if nothing had happened', () => {
    const policy = aPolicy(KILL_DROPS);
    const whole = watch(dropping(100), policy);
    let progress: Progress = NO_PROGRESS;
    let second = 0;
    for (const [views, interactions] of dropping(100)) {
      second += 1;
      const now = POSTED_AT + second * 1000;
      const sample = { views, interactions, observedAt: now };
      const result = evaluate(aSession(), progress, { kind: 'sample', sample }, policy, now);
      if (result.ending !== null) break;
      const stored = decodeEvidence(encodeEvidence(result.progress.evidence));
      progress = { ...result.progress, evidence: stored };
    }
    expect(second).toBe(whole.seconds);
  });

  it('follows a policy that changes in the middle from the next block on', () => {
    let progress: Progress = NO_PROGRESS;
    let second = 0;
    let ending: Evaluation['ending'] = null;
    for (const [views, interactions] of dropping(100)) {
      second += 1;
      const policy = aPolicy(second < 210 ? { ...KILL_DROPS, drop: { action: 'off' } } : KILL_DROPS);
      const now = POSTED_AT + second * 1000;
      const sample = { views, interactions, observedAt: now };
      ({ progress, ending } = evaluate(aSession(), progress, { kind: 'sample', sample }, policy, now));
      if (ending !== null) break;
    }
    expect([ending, second]).toEqual([{ outcome: 'killed', reason: 'drop' }, 210]);
  });
});

describe('an account whose interactions arrive in steps', () => {
  it('has the rules that count what is due switched off, and says so', () => {
    const policy = aPolicy(KILL_DROPS);
    const context = { ...NO_CONTEXT, interactionsStep: true };
    const now = POSTED_AT + 60_000;
    const sample = { views: 5_000, interactions: 0, observedAt: now };
    const { ending, progress } = evaluate(
      aSession(),
      NO_PROGRESS,
      { kind: 'sample', sample },
      policy,
      now,
      context,
    );
    const { caveats } = explain(aSession(), progress, policy, { status: 'monitoring', context }, now);
    expect([ending, caveats]).toEqual([null, [expect.stringContaining('arrive in steps')]]);
  });
});

function late([views, interactions]: Counters): Counters {
  return [views + 3_000, interactions + 180];
}

function stepped(seconds: number): Counters[] {
  return [...steady(10, 0.06)].map((_, index) => {
    const shown = Math.floor((index + 1) / seconds) * seconds * 10;
    return [shown, Math.floor(shown * 0.06)];
  });
}

function jumped(): Counters[] {
  return [...steady(10, 0.06)].map(([views, interactions], index) =>
    index < 200 ? [views, interactions] : [views + 20_000, interactions + 1_200],
  );
}
