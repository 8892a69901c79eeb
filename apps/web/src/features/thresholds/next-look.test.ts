import { expect, test } from 'vitest';
import { untilNextLook } from './next-look';

const NOW = Date.parse('2027-03-01T12:00:00Z');
const endingIn = (ms: number) => ({ expiresAt: new Date(NOW + ms).toISOString() });
const lasting = { expiresAt: null };

test.each([
  ['nothing ends by itself', [lasting], 30_000],
  ['nothing is active', [], 30_000],
  ['the next ending is far away', [lasting, endingIn(3_600_000)], 30_000],
  ['one ends soon', [endingIn(20_000), endingIn(9_000), lasting], 9_000],
  ['one has ended by this clock and not by the server’s', [endingIn(-5_000)], 1_000],
])('looks again where %s', (_, overrides, ms) => {
  expect(untilNextLook(overrides, NOW)).toBe(ms);
});
