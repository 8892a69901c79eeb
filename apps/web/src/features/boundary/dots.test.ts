import { expect, test } from 'vitest';
import { dotsOfFleet, dueTicks, placeOf, rangeOf } from './dots';

test.each([
  [40, 10, { x: 40, y: 0.25 }],
  [0.1, 0, { x: 0.5, y: 0 }],
  [4, 30, { x: 4, y: 2 }],
  [0, 0, { x: 0.5, y: 1 }],
  [0, 3, { x: 0.5, y: 2 }],
])('%d due and %d that came are drawn within the chart', (due, came, place) => {
  expect(placeOf(due, came)).toEqual(place);
});

test('the chart reaches far enough for the zones, and for variants that are further out', () => {
  expect(rangeOf([])).toEqual({ low: 0.5, high: 100 });
  expect(rangeOf([3, 400]).high).toBeCloseTo(562.3, 1);
  expect(rangeOf([420]).high).toBe(rangeOf([400]).high);
  expect(rangeOf([1_000]).high).toBeGreaterThan(1_000);
});

test('ticks are those of a logarithmic axis within the range, and not many', () => {
  expect(dueTicks({ low: 0.5, high: 100 })).toEqual([0.5, 1, 2, 5, 10, 20, 50, 100]);
  expect(dueTicks({ low: 0.5, high: 40_000 })).toEqual([1, 10, 100, 1_000, 10_000]);
});

test('the fleet’s variants are dots of their verdict once they have a reading', () => {
  const item = { monitoringId: 'm', variantId: 'v', due: 40, received: 10 };
  const dots = dotsOfFleet([
    { ...item, verdict: 'killed', killReason: 'evidence' },
    { ...item, verdict: 'went_bad' },
    { ...item, verdict: 'needs_approval' },
    { ...item, verdict: 'protected' },
    { ...item, verdict: 'no_data', due: null, received: null },
  ]);
  expect(dots.map(({ kind, word, reason }) => [kind, word, reason])).toEqual([
    ['killed', 'Killed', 'evidence'],
    ['warned', 'Went bad', null],
    ['at_risk', 'Kill to approve', null],
    ['live', 'Protected', null],
  ]);
  expect(dots[0]).toMatchObject({ due: 40, came: 10, x: 40, y: 0.25 });
});
