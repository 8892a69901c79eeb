import { expect, test } from 'vitest';
import { byShare } from './by-share';

test('the variant that reaches most of what was expected of it comes first, one without views last', () => {
  const rated = (engagementRate: number | null, expectedEngagementRate: number) => ({
    engagementRate,
    expectedEngagementRate,
  });
  const half = rated(0.02, 0.04);
  const whole = rated(0.01, 0.01);
  const unseen = rated(null, 0.01);
  const nothing = rated(0, 0.05);
  expect([unseen, half, nothing, whole].toSorted(byShare)).toEqual([whole, half, nothing, unseen]);
});
