import { expect, test } from 'vitest';
import { leftOf } from './told';

test.each([
  ['what was told last comes', ['h', 'he', 'hel'], 'hel', []],
  ['what was told earlier comes late', ['h', 'he', 'hel'], 'h', ['he', 'hel']],
  ['what lies between never came', ['h', 'he', 'hel'], 'he', ['hel']],
  ['something else comes', ['h', 'he'], '', null],
  ['nothing was told', [], 'hel', null],
])('where %s', (_, told, value, left) => {
  expect(leftOf(told, value)).toEqual(left);
});
