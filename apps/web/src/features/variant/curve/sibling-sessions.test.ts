import { describe, expect, test } from 'vitest';
import { alignedAt, nearestOf, siblingsOf, trailOf } from './sibling-sessions';

const AT = Date.parse('2027-03-01T12:00:00Z');
const iso = (hours: number) => new Date(AT + hours * 3_600_000).toISOString();
const session = (monitoringId: string, variantId: string, hours = 0) => ({
  monitoringId,
  variantId,
  startedAt: iso(hours),
});

describe('siblingsOf', () => {
  test('has the session itself, also where its variant was posted again since', () => {
    const self = session('1', 'mine');
    const listed = [session('3', 'mine', 1), session('2', 'other'), self];
    expect(siblingsOf(listed, self).map(({ monitoringId }) => monitoringId)).toEqual(['1', '2']);
  });

  test('leaves out what was posted on another day', () => {
    const self = session('1', 'mine');
    const listed = [session('2', 'late', 25), session('3', 'same', -23), session('4', 'early', -25)];
    expect(siblingsOf(listed, self).map(({ variantId }) => variantId)).toEqual(['mine', 'same']);
  });

  test('keeps to as many as can be told apart', () => {
    const listed = Array.from({ length: 200 }, (_, index) => session(`${index}`, `v-${index}`));
    expect(siblingsOf(listed, session('own', 'mine'))).toHaveLength(40);
  });
});

test('the nearest are those that were posted closest, before or after, and have readings', () => {
  const read = (id: string, hours: number, views: number | null = 10) => ({
    ...session(id, id, hours),
    views,
  });
  const siblings = [
    read('late', 5),
    read('unread', 0.1, null),
    read('before', -1),
    read('after', 2),
    read('own', 0),
  ];
  expect(nearestOf(siblings, session('own', 'own')).map(({ variantId }) => variantId)).toEqual([
    'before',
    'after',
    'late',
  ]);
});

describe('trailOf', () => {
  const point = (seconds: number, due: number | null, interactions: number) => ({
    at: AT + seconds * 1_000,
    views: 100,
    interactions,
    rate: 0,
    due,
    bound: null,
  });
  const points = [point(0, 0.4, 3), point(1, 1, 2), point(2, 10, 5), point(3, null, 5), point(4, 20, 5)];

  test('goes from reading to reading and ends where the variant stands', () => {
    expect(trailOf(points, null, { interactions: 5, interactionsDue: 25 })).toEqual([
      { x: 1, y: 2 },
      { x: 10, y: 0.5 },
      { x: 20, y: 0.25 },
      { x: 25, y: 0.2 },
    ]);
  });

  test('ends with the session: what was read after a kill is not part of the way to it', () => {
    const endedAt = new Date(AT + 2_500).toISOString();
    expect(trailOf(points, endedAt, { interactions: null, interactionsDue: null })).toEqual([
      { x: 1, y: 2 },
      { x: 10, y: 0.5 },
    ]);
  });
});

describe('alignedAt', () => {
  const point = (hours: number, engagementRate: number | null) => ({ at: iso(hours), engagementRate });

  test('moves each curve so that it begins with this one, and leaves out what is no line', () => {
    const siblings = [session('2', 'other', -3), session('3', 'short', 1)];
    const recorded = [
      { monitoringId: '2', points: [point(-3, null), point(-2, 0.1), point(-1, 0.05)] },
      { monitoringId: '3', points: [point(1, 0.2)] },
      { monitoringId: '4', points: [point(1, 0.2), point(2, 0.2)] },
    ];
    expect(alignedAt(AT, siblings, recorded)).toEqual([
      [
        { at: AT + 3_600_000, rate: 0.1 },
        { at: AT + 7_200_000, rate: 0.05 },
      ],
    ]);
  });
});
