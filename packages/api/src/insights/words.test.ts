import { expect, it } from 'vitest';
import { boundPerDay } from './words';

it.each([
  [0, 'At most 0'],
  [0.0004, 'Less than 0.001'],
  [0.06, 'At most 0.06'],
  [12, 'At most 12'],
])('a bound of %d a day is "%s"', (bound, words) => expect(boundPerDay(bound)).toBe(words));
