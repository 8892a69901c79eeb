import { expect, it } from 'vitest';
import { argumentsOf } from './arguments';

it('reads what npm start is asked for', () => {
  expect(argumentsOf([])).toEqual({ demo: true, seed: undefined });
  expect(argumentsOf(['--no-demo', '--seed', 'week'])).toEqual({ demo: false, seed: 'week' });
  expect(argumentsOf(['--seed=week'])).toEqual({ demo: true, seed: 'week' });
});

it.each([
  [['--seed', 'month'], /--seed is "month", and takes week: npm start --/],
  [['--seed'], /--seed.*npm start --/],
  [['--no-dmo'], /--no-dmo.*npm start --/],
  [['week'], /week.*npm start --/],
])('refuses %j with what it takes', (args, message) => {
  expect(() => argumentsOf(args)).toThrow(message);
});
