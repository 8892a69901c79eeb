import { expect, test } from 'vitest';
import { dueAndCame } from './due-and-came';

const POLICY = { killRatio: 0.5, evidence: { healthyRatio: 0.8 } };
const explained = {
  interactions: 90,
  interactionsDue: 110.5,
  wentBadAt: null,
  rules: [
    { reason: 'evidence', conditions: [{ id: 'below_due', actual: 90, needed: 69 }] },
    { reason: 'drop', conditions: [{ id: 'below_due_since_drop', actual: 2, needed: 12.5 }] },
  ],
};

test('what was due and came since the posting, while no drop shows', () => {
  expect(dueAndCame(explained, POLICY)).toEqual({ due: 110.5, came: 90, sinceDrop: false });
});

test('what was due and came since it went bad', () => {
  expect(dueAndCame({ ...explained, wentBadAt: 1 }, POLICY)).toEqual({ due: 20, came: 2, sinceDrop: true });
});

test('nothing before the first reading, or where an earlier version explained', () => {
  expect(dueAndCame({ ...explained, interactions: null }, POLICY)).toBeNull();
  expect(dueAndCame({ ...explained, interactionsDue: null, rules: [] }, POLICY)).toBeNull();
});
