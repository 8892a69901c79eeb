import fc from 'fast-check';
import { expect, it } from 'vitest';
import { aPolicy, POSTED_AT } from '../test/fixtures';
import { remember, viewsAt } from './history';
import type { ViewsAt } from './sample';

const LAG_SECONDS = 15;
const policy = aPolicy({ evidence: { reactionLagSeconds: LAG_SECONDS } });

it('keeps as much as the rules look back at, and no more', () => {
  let history: readonly ViewsAt[] = [];
  for (let second = 0; second < 1_000; second += 1) {
    history = remember(history, { observedAt: POSTED_AT + second * 1000, views: second }, policy);
  }
  expect(history).toHaveLength(LAG_SECONDS + 1);
  expect(
    remember(history, { observedAt: POSTED_AT, views: 0 }, aPolicy({ evidence: { enabled: false } })),
  ).toEqual([]);
});

it('answers as the whole past would, for samples that come at any times', () => {
  const gaps = fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(gaps, (delays) => {
      const all: ViewsAt[] = [];
      let kept: readonly ViewsAt[] = [];
      let at = POSTED_AT;
      for (const [index, delay] of delays.entries()) {
        at += delay;
        all.push({ observedAt: at, views: index });
        kept = remember(kept, { observedAt: at, views: index }, policy);
        const asked = at - LAG_SECONDS * 1000;
        expect(viewsAt(kept, asked)).toBe(viewsAt(all, asked));
      }
    }),
  );
});
