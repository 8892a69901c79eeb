import { expect, it } from 'vitest';
import { formatCount, formatDuration, formatRate, formatRateBeside, formatRateInColumn } from './format';

it.each([
  [0, '0%'],
  [0.5, '50%'],
  [0.03, '3%'],
  [0.01875, '1.88%'],
  [0.12345, '12.3%'],
  [0.00042, '0.042%'],
  [1, '100%'],
])('%d is %s', (rate, text) => expect(formatRate(rate)).toBe(text));

it.each([
  [0, '0.00%'],
  [0.03, '3.00%'],
  [0.0999, '9.99%'],
  [0.09996, '10.0%'],
  [0.12345, '12.3%'],
  [1, '100%'],
  [0.00042, '0.042%'],
])('%d in a column is %s', (rate, text) => expect(formatRateInColumn(rate)).toBe(text));

it.each([
  [10 / 572, 0.0175, '1.748%'],
  [0.0499999, 0.05, '4.99999%'],
  [0.05, 0.05, '5%'],
  [0.1 + 0.2, 0.3, '30%'],
  [0.02, 0.0175, '2%'],
])('%d next to %d is %s', (rate, other, text) => expect(formatRateBeside(rate, other)).toBe(text));

it('sets thousands apart', () =>
  expect([formatCount(999), formatCount(12_345), formatCount(1_234_567)]).toEqual([
    '999',
    '12,345',
    '1,234,567',
  ]));
it('writes minutes and seconds', () =>
  expect([formatDuration(0), formatDuration(65_000), formatDuration(-5)]).toEqual(['0:00', '1:05', '0:00']));
