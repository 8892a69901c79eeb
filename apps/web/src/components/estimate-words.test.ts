import { expect, test } from 'vitest';
import { complement, estimateWords, shareWords } from './estimate-words';

test('a figure is told with its interval', () => {
  expect(estimateWords({ value: 12_300.4, low: 10_100, high: 14_500 })).toBe('12,300 (10,100 to 14,500)');
  expect(estimateWords({ value: 1.5, low: 1, high: 2 }, (number) => number.toFixed(1))).toBe(
    '1.5 (1.0 to 2.0)',
  );
});

test.each([
  [{ share: 0.25, low: 0.07, high: 0.524 }, '25% (7.0% to 52%)'],
  [{ share: 0, low: 0, high: 0.031 }, '0% (0% to 3.1%)'],
  [null, '–'],
])('the share %j reads as “%s”', (share, words) => expect(shareWords(share)).toBe(words));

test('what is left of a share has the interval the other way round', () => {
  expect(complement({ share: 0.25, low: 0.1, high: 0.5 })).toEqual({ share: 0.75, low: 0.5, high: 0.9 });
});
