import { DEFAULT_POLICY, POLICY_PATHS, valueAt } from '@cull/core';
import { expect, test } from 'vitest';
import { FIELDS, GROUPS } from './fields';

/** It can only be false. */
const NOT_OFFERED = 'siblings.enabled';

test('every value of a policy that can be changed has its field, in one group', () => {
  const offered = POLICY_PATHS.filter((path) => path !== NOT_OFFERED);
  expect(FIELDS.map(({ path }) => path).toSorted()).toEqual(offered.toSorted());
});

test('every default is within the limits of its field', () => {
  for (const field of FIELDS) {
    const value = valueAt(DEFAULT_POLICY, field.path);
    if (field.kind === 'choice') expect(field.choices, field.path).toContain(value);
    if (typeof value !== 'number' || field.kind === 'choice' || field.kind === 'switch') continue;
    expect(value, field.path).toBeGreaterThanOrEqual(field.min);
    expect(value, field.path).toBeLessThanOrEqual(field.max);
  }
});

test('no two values bear the same label', () => {
  expect(new Set(FIELDS.map(({ label }) => label)).size).toBe(FIELDS.length);
});

test('no two groups bear the same title', () => {
  expect(new Set(GROUPS.map(({ title }) => title)).size).toBe(GROUPS.length);
});
