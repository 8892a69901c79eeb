import { expect, test } from 'vitest';
import { dueWords } from './due-words';

test.each([
  [0, '0.0'],
  [0.44, '0.4'],
  [9.94, '9.9'],
  [9.97, '10'],
  [41.4, '41'],
  [12_345.6, '12,346'],
])('%d due reads as %s', (due, words) => expect(dueWords(due)).toBe(words));
