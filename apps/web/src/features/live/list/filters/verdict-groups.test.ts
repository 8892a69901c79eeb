import { LIVE_VERDICTS } from '@cull/core';
import { expect, test } from 'vitest';
import { countGroups, groupOf, toVerdictGroup, VERDICT_GROUPS } from './verdict-groups';

test.each(LIVE_VERDICTS)('%s is in one group', (verdict) => {
  const groups = VERDICT_GROUPS.filter(({ verdicts }) => verdicts.some((one) => one === verdict));
  expect(groups).toHaveLength(1);
  expect(groupOf(verdict)).toBe(groups[0]?.group);
});

test('verdicts are counted by their group, and what was killed is in none', () => {
  const counts = countGroups(['warned', 'went_bad', 'healthy', 'killed']);
  expect([...counts]).toEqual([
    ['warned', 2],
    ['healthy', 1],
  ]);
});

test('a name that is no group is none', () => {
  expect([toVerdictGroup('warned'), toVerdictGroup('warmed'), toVerdictGroup('')]).toEqual([
    'warned',
    null,
    null,
  ]);
});
