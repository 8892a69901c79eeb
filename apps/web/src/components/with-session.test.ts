import { expect, test } from 'vitest';
import type { MonitoredVariant } from '../trpc/types';
import { withSession } from './with-session';

const session = (monitoringId: string, status: MonitoredVariant['status'] = 'monitoring') =>
  ({ monitoringId, status }) as MonitoredVariant;
const [a, b, killed] = [session('a'), session('b'), session('b', 'killed')];

test('a newer state takes its place, alone, in a list and in the pages of one', () => {
  expect(withSession(b, killed)).toBe(killed);
  expect(withSession({ items: [a, b] }, killed)).toEqual({ items: [a, killed] });
  const pages = { pages: [{ items: [a] }, { items: [b], nextCursor: null }], pageParams: [null, 'a'] };
  expect(withSession(pages, killed)).toEqual({
    pages: [{ items: [a] }, { items: [killed], nextCursor: null }],
    pageParams: [null, 'a'],
  });
});

test.each([[a], [{ items: [a] }], [{ pages: [{ items: [a] }] }]])(
  'what does not have the session stays the same',
  (kept) => {
    expect(withSession(kept, killed)).toBe(kept);
  },
);
