import { POLICY_PATHS } from '@cull/core';
import { expect, test } from 'vitest';
import { FIELDS, GROUPS } from './fields';

test('every value of a policy has its field, in one group', () => {
  expect(FIELDS.map(({ path }) => path).toSorted()).toEqual([...POLICY_PATHS].toSorted());
});

test('no two groups bear the same title', () => {
  expect(new Set(GROUPS.map(({ title }) => title)).size).toBe(GROUPS.length);
});
