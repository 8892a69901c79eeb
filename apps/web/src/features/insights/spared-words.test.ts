import { expect, test } from 'vitest';
import { avoidedWords } from './spared-words';

const estimate = { value: 1_200, low: 900, high: 1_500 };

test('while too few were spared, it says how many are missing', () => {
  const words = 'Not known yet: 3 of 10 spared variants so far';
  expect(avoidedWords({ known: false, spared: 3, needed: 10 }, 'views')).toBe(words);
  expect(avoidedWords({ known: false, spared: 3, needed: 10 }, 'spend')).toBe(words);
});

test('what is known is told with its interval, and spend only where somebody names a cost', () => {
  const known = { known: true, spared: 12, viewsPerKill: estimate, views: estimate } as const;
  expect(avoidedWords({ ...known, spend: null }, 'views')).toBe('1,200 (900 to 1,500)');
  expect(avoidedWords({ ...known, spend: null }, 'spend')).toBe('Not known: no spared variant names a cost');
  expect(avoidedWords({ ...known, spend: { value: 3.5, low: 2, high: 5 } }, 'spend')).toBe('3.5 (2 to 5)');
});
