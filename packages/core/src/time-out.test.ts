import { describe, expect, it } from 'vitest';
import { aPolicy, aSession, POSTED_AT } from '../test/fixtures';
import { evaluate } from './evaluate';
import { explain } from './explain';
import type { PolicyValues } from './policy';
import type { Reading } from './reading';
import { NO_PROGRESS, type Progress } from './session';

const WINDOW = 600;

/** Watches an even stream of views until the window is over, with a reading so often. */
function timedOut(
  viewsPerMinute: number,
  { rate = 0.06, everySeconds = 1, values = {} as PolicyValues } = {},
) {
  const policy = aPolicy(values);
  let progress: Progress = NO_PROGRESS;
  for (let second = everySeconds; second < WINDOW; second += everySeconds) {
    const now = POSTED_AT + second * 1000;
    const views = Math.floor((viewsPerMinute * second) / 60);
    const sample = { views, interactions: Math.ceil(views * rate), observedAt: now };
    ({ progress } = evaluate(aSession(), progress, { kind: 'sample', sample }, policy, now));
  }
  return ended(progress, policy);
}

function ended(progress: Progress, policy = aPolicy()) {
  const now = POSTED_AT + WINDOW * 1000;
  const reading: Reading = { kind: 'none' };
  const { ending } = evaluate(aSession(), progress, reading, policy, now);
  if (ending?.outcome !== 'timed_out') throw new Error(`it has not timed out but ${ending?.outcome}`);
  const { timeOut } = ending;
  return {
    ...timeOut,
    text: explain(aSession(), progress, policy, { status: 'timed_out', timeOut }, now).text,
  };
}

describe('the last reading', () => {
  const END = POSTED_AT + WINDOW * 1000;
  const last = (observedAt: number, kind: 'sample' | 'frozen' = 'sample') => {
    const sample = { views: 900, interactions: 3, observedAt };
    const before = {
      ...NO_PROGRESS,
      sample: { views: 500, interactions: 30, observedAt: END - 50_000 },
      checks: 1,
    };
    return evaluate(aSession(), before, { kind, sample }, aPolicy(), END + 2_000);
  };

  it('counts where it was observed in time, however late it is looked at, and kills no more', () => {
    const { ending, progress } = last(END - 1);
    expect(progress).toMatchObject({ sample: { views: 900, interactions: 3 }, checks: 2 });
    expect(ending).toMatchObject({ outcome: 'timed_out', timeOut: { longestGapSeconds: 49.999 } });
  });

  it('does not count where it was observed after the end', () => {
    const { ending, progress } = last(END);
    expect(progress.sample?.views).toBe(500);
    expect(ending?.outcome).toBe('timed_out');
  });
});

describe('a time-out', () => {
  it('does not claim that nothing asked for a kill where something did', () => {
    const { verdict, text } = timedOut(600, { rate: 0.01, values: { mode: 'shadow' } });
    expect(verdict).toBe('passed');
    expect(text).toContain('though a rule asked for a kill: the policy is in shadow mode');
  });

  it('is not judged where the policy is off', () => {
    const { verdict, viewsNeeded, text } = timedOut(600, { rate: 0.01, values: { mode: 'off' } });
    expect([verdict, viewsNeeded]).toEqual(['not_enough_data', null]);
    expect(text).toContain('not judged: the policy is off');
  });

  it('judges the literal rule by the views that it counts', () => {
    const values = { evidence: { enabled: false } };
    const now = POSTED_AT + 599_000;
    const sample = { views: 340, interactions: 20, observedAt: now };
    const { progress } = evaluate(aSession(), NO_PROGRESS, { kind: 'sample', sample }, aPolicy(values), now);
    expect(ended(progress, aPolicy(values)).verdict).toBe('passed');
  });

  it('has nothing to go by where the source was frozen all along', () => {
    let progress: Progress = NO_PROGRESS;
    for (let second = 1; second < WINDOW; second += 1) {
      const now = POSTED_AT + second * 1000;
      const sample = { views: second * 10, interactions: 0, observedAt: now };
      ({ progress } = evaluate(aSession(), progress, { kind: 'frozen', sample }, aPolicy(), now));
    }
    expect(ended(progress).verdict).toBe('not_enough_data');
  });

  it('is a pass where a rule could have killed', () => {
    const { verdict, checkedLessOften, text } = timedOut(600);
    expect([verdict, checkedLessOften]).toEqual(['passed', false]);
    expect(text).toMatch(/^Passed after 10:00: no rule had a reason to kill\. 360 interactions/);
  });

  it('says how many views it would have taken where no rule could', () => {
    const { verdict, viewsNeeded, text } = timedOut(3);
    expect([verdict, viewsNeeded]).toEqual([
      'not_enough_data',
      expect.toSatisfy((n: number) => n > 29 && n < 400),
    ]);
    expect(text).toContain(`not enough data: it takes ${viewsNeeded} views that count to judge it`);
  });

  it('names the views from which a silent variant really is killed', () => {
    const values: PolicyValues = {
      belowThreshold: { enabled: false },
      evidence: { reactionDelaySeconds: 0 },
      drop: { action: 'off' },
    };
    const { viewsNeeded } = timedOut(3, { values });
    const kill = (views: number) => {
      const now = POSTED_AT + 1000;
      const sample = { views, interactions: 0, observedAt: now };
      const session = aSession({ source: 'push' });
      return evaluate(session, NO_PROGRESS, { kind: 'sample', sample }, aPolicy(values), now).ending?.outcome;
    };
    expect([kill((viewsNeeded ?? 0) - 1), kill(viewsNeeded ?? 0)]).toEqual([undefined, 'killed']);
  });

  it('has no data without a reading, and without a view', () => {
    expect(ended(NO_PROGRESS)).toMatchObject({ verdict: 'no_data', checkedLessOften: false });
    expect(timedOut(0).verdict).toBe('no_data');
  });

  it('says that it was checked less often than the policy asks', () => {
    expect(timedOut(600, { everySeconds: 10 }).checkedLessOften).toBe(false);
    const { longestGapSeconds, text } = timedOut(600, { everySeconds: 45 });
    expect(longestGapSeconds).toBe(45);
    expect(text).toContain('checked less often than the policy asks: up to 45 s apart instead of 10 s');
  });

  it('can judge nothing where every rule is off', () => {
    const off = { belowThreshold: { enabled: false }, evidence: { enabled: false } };
    expect(timedOut(600, { values: off })).toMatchObject({ verdict: 'not_enough_data', viewsNeeded: null });
  });
});
