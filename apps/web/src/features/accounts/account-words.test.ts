import { expect, it } from 'vitest';
import { budgetWords, intervalWords, isLow, personaWords, stateWords } from './account-words';

it('says how often variants are checked, with a decimal', () => {
  expect(intervalWords({ p50: 1, p95: 2.04 })).toBe('1.0 s, p95 2.0 s');
  expect(intervalWords({ p50: 4, p95: null })).toBe('4.0 s');
  expect(intervalWords({ p50: null, p95: null })).toBe('–');
});

it('says what of a budget is used, and when it is nearly used up', () => {
  expect(budgetWords({ used: 1_204, limit: 48_000, resetsAt: null })).toBe('1,204 of 48,000');
  expect(budgetWords({ used: 1_204, limit: null, resetsAt: null })).toBe('1,204');
  expect(isLow({ used: 80, limit: 100, resetsAt: null })).toBe(true);
  expect(isLow({ used: 79, limit: 100, resetsAt: null })).toBe(false);
  expect(isLow({ used: 79, limit: null, resetsAt: null })).toBe(false);
});

it('names the personas, and counts those beyond a line', () => {
  const personaIds = Array.from({ length: 1_009 }, (_, index) => `p${index}`);
  expect(personaWords({ isEditable: true, personaIds: ['ada', 'tom'] })).toBe('ada, tom');
  expect(personaWords({ isEditable: true, personaIds })).toBe(
    'p0, p1, p2, p3, p4, p5, p6, p7 and 1,001 more',
  );
  expect(personaWords({ isEditable: true, personaIds: [] })).toContain('none yet');
  expect(personaWords({ isEditable: false, personaIds: [] })).toContain('without an account of its own');
});

it('tells a token that the source refuses from one that can’t be read', () => {
  expect(stateWords({ state: 'token_invalid', isUsable: true }).word).toBe('token invalid');
  expect(stateWords({ state: 'token_invalid', isUsable: false }).word).toBe('can’t be used');
});
