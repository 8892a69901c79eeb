import { describe, expect, it } from 'vitest';
import { aPolicy, aSession, POSTED_AT, progressAt } from '../test/fixtures';
import { NO_CONTEXT } from './check-context';
import { evaluate } from './evaluate';
import { explain } from './explain';
import { NO_PROGRESS } from './session';

const NOW = POSTED_AT + 60_000;

describe('the explanation', () => {
  it('of a kill has every condition with its numbers and one sentence', () => {
    const progress = progressAt(640, 12, NOW);
    const explanation = explain(
      aSession(),
      progress,
      aPolicy(),
      { status: 'killed', reason: 'below_threshold' },
      NOW,
    );
    expect(explanation.text).toBe(
      'Killed: 12 interactions from 640 views is an engagement rate of 1.88%, below the kill threshold of 3% (50% of the expected 6%).',
    );
    expect(explanation.rules.slice(0, 1)).toEqual([
      {
        reason: 'below_threshold',
        enabled: true,
        breached: true,
        conditions: [
          {
            id: 'min_interactions',
            met: true,
            actual: 12,
            needed: 10,
            text: '12 of at least 10 interactions',
          },
          {
            id: 'below_kill_threshold',
            met: true,
            actual: 12 / 640,
            needed: 0.03,
            text: 'engagement rate 1.88% is below the kill threshold 3%',
          },
        ],
      },
    ]);
    expect(explanation.safety.every((condition) => condition.met)).toBe(true);
  });

  it.each([
    {
      name: 'too few interactions',
      progress: progressAt(200, 4, NOW),
      text: '4 of at least 10 interactions',
    },
    { name: 'a good rate', progress: progressAt(1000, 60, NOW), text: 'is not below the kill threshold 3%' },
    { name: 'no sample', progress: NO_PROGRESS, text: 'no sample has arrived yet' },
    {
      name: 'bad counters',
      progress: progressAt(900, 10, NOW, { quality: 'decreasing' }),
      text: 'counts fell, so they are ignored',
    },
    {
      name: 'no views',
      progress: progressAt(0, 0, NOW, { quality: 'no_views' }),
      text: 'nobody has seen the post yet',
    },
  ])('of a live variant says why not yet: $name', ({ progress, text }) => {
    expect(
      explain(aSession(), progress, aPolicy(), { status: 'monitoring', context: NO_CONTEXT }, NOW).text,
    ).toContain(text);
  });

  it('agrees with the decision: a rule it shows as breached is one that kills', () => {
    for (let views = 100; views <= 2000; views += 37) {
      const sample = { views, interactions: 15, observedAt: NOW };
      const { ending, progress } = evaluate(
        aSession(),
        NO_PROGRESS,
        { kind: 'sample', sample },
        aPolicy(),
        NOW,
      );
      const { rules } = explain(
        aSession(),
        progress,
        aPolicy(),
        { status: 'monitoring', context: NO_CONTEXT },
        NOW,
      );
      expect(rules.some((rule) => rule.breached)).toBe(ending !== null);
    }
  });

  it('of hand endings and time-outs names the hand and the numbers', () => {
    const progress = progressAt(1200, 66, NOW);
    const by = { actor: 'ann@example.org', note: 'wrong picture' };
    const at = (standing: Parameters<typeof explain>[3]) =>
      explain(aSession(), progress, aPolicy(), standing, NOW).text;
    expect(at({ status: 'killed', reason: 'manual', ...by })).toBe(
      'Killed by ann@example.org: wrong picture. 66 interactions from 1,200 views, an engagement rate of 5.50%.',
    );
    expect(at({ status: 'stopped', ...by })).toContain(
      'Monitoring stopped by ann@example.org: wrong picture.',
    );
  });
});
