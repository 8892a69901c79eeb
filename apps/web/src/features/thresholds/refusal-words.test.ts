import { expect, test } from 'vitest';
import { refusalWords } from './refusal-words';

test('says what is meant and not how programs are told', () => {
  const message = 'expectedVersion: the scope is at version 7 now. Reload it before you change it';
  expect(refusalWords({ message })).toBe('The scope is at version 7 now. Reload it before you change it.');
  expect(refusalWords(null)).toBeUndefined();
});
