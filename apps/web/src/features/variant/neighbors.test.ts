import { expect, test } from 'vitest';
import { neighborsOf } from './neighbors';

const posted = (variantId: string, second: number) => ({
  monitoringId: variantId,
  variantId,
  startedAt: new Date(second * 1_000).toISOString(),
});
const ALL = [posted('c', 3), posted('a', 1), posted('b', 2), posted('b2', 2)];
const idsOf = (id: string, second: number) => {
  const { before, after } = neighborsOf(ALL, posted(id, second));
  return [before?.variantId ?? null, after?.variantId ?? null];
};

test.each([
  ['a', 1, [null, 'b']],
  ['b', 2, ['a', 'b2']],
  ['b2', 2, ['b', 'c']],
  ['c', 3, ['b2', null]],
  ['of another campaign', 2, [null, null]],
] as const)('the neighbors of %s', (id, second, ids) => expect(idsOf(id, second)).toEqual(ids));
