import { expect, test } from 'vitest';
import { oldestFirst } from './oldest-first';

const waiting = (monitoringId: string, minute: number) => ({
  monitoringId,
  status: 'monitoring' as const,
  hold: {
    cause: 'approval' as const,
    reason: 'below_threshold' as const,
    since: new Date(Date.UTC(2027, 2, 1, 12, minute)).toISOString(),
  },
});

test('the longest waiting stands first, and those of one instant in one order', () => {
  const [old, b, a, young] = [waiting('z', 1), waiting('b', 2), waiting('a', 2), waiting('c', 3)];
  expect(oldestFirst([young, b, old, a])).toEqual([old, a, b, young]);
});

test('what was answered already waits no more', () => {
  const variant = waiting('a', 1);
  expect(
    oldestFirst([
      { ...variant, status: 'killed' },
      { ...variant, hold: null },
    ]),
  ).toEqual([]);
});
