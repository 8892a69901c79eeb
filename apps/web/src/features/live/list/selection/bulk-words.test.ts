import { expect, test } from 'vitest';
import { bulkWords } from './bulk-words';

const done = (variantId: string) => ({ variantId, problem: null });
const refused = (variantId: string) => ({ variantId, problem: 'had ended before' });

test('what was done to all is said in one sentence', () => {
  expect(bulkWords('kill', [done('a')])).toEqual({ message: '1 variant is killed.', isWhole: true });
  expect(bulkWords('stop', [done('a'), done('b')]).message).toBe('2 variants are no longer monitored.');
});

test('who was refused is named with the reason, a few of many', () => {
  const results = [done('a'), ...['b', 'c', 'd', 'e', 'f'].map(refused)];
  expect(bulkWords('protect', results)).toEqual({
    message:
      '1 variant is protected. 5 not: b: had ended before; c: had ended before; d: had ended before; 2 more.',
    isWhole: false,
  });
});
