import { describe, expect, test } from 'vitest';
import { ORDERS, sorted, toOrder } from './sorted';

const variant = (id: string, values = {}) => ({
  monitoringId: id,
  variantId: `variant-${id}`,
  excerpt: null,
  risk: 0,
  engagementRate: 0.06,
  expectedEngagementRate: 0.06,
  interactionsDue: 10,
  views: 100,
  deadlineAt: '2026-01-01T10:00:00Z',
  ...values,
});

const [a, b, c] = [
  variant('a', { risk: 0.2, views: 50, interactionsDue: 3, deadlineAt: '2026-01-01T09:00:00Z' }),
  variant('b', { risk: 0.9, views: null, interactionsDue: null, excerpt: 'Zebra' }),
  variant('c', { risk: 0.2, engagementRate: 0.03, views: 900, interactionsDue: 40, excerpt: 'Apple' }),
];

describe('sorted', () => {
  test.each([
    ['risk', 'bca'],
    ['name', 'cba'],
    ['rate', 'cab'],
    ['due', 'cab'],
    ['views', 'cab'],
    ['left', 'acb'],
  ] as const)('by %s', (order, ids) => {
    const inOrder = sorted([a, b, c], order);
    expect(inOrder.map(({ monitoringId }) => monitoringId).join('')).toBe(ids);
  });

  test('puts what has no rate behind what has one', () => {
    const unknown = variant('0', { engagementRate: null });
    expect(sorted([unknown, a], 'rate').at(-1)).toBe(unknown);
  });
});

test('an order that is none is the usual one', () => {
  expect(ORDERS.map(toOrder)).toEqual(ORDERS);
  expect([toOrder(''), toOrder('size')]).toEqual(['risk', 'risk']);
});
