import { expect, it } from 'vitest';
import { usedPercent } from './usage';

it.each([
  ['the most of the three', '{"call_count":12,"total_time":30,"total_cputime":4}', 30],
  ['more than everything', '{"call_count":130,"total_time":0,"total_cputime":0}', 130],
  ['no header', undefined, null],
  ['another shape', '{"call_count":"12"}', null],
  ['a negative percentage', '{"call_count":-1,"total_time":0,"total_cputime":0}', null],
  ['no JSON', 'call_count=12', null],
])('reads %s', (_, value, used) => {
  expect(usedPercent((name) => (name === 'x-app-usage' ? value : undefined))).toBe(used);
});
