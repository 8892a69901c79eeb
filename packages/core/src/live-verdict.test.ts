import { expect, test } from 'vitest';
import { type LiveStanding, liveVerdict } from './live-verdict';

const healthy: LiveStanding = {
  dataQuality: 'ok',
  holdCause: null,
  isProtected: false,
  wentBad: false,
  warned: false,
  risk: 0,
  interactions: 10,
  minInteractions: 10,
};
const troubled = { wentBad: true, warned: true, risk: 1 };

test.each([
  [{}, 'healthy'],
  [{ interactions: 9 }, 'too_early'],
  [{ interactions: null }, 'too_early'],
  [{ risk: 0.8, interactions: 2 }, 'at_risk'],
  [{ risk: 0.79, interactions: 2 }, 'too_early'],
  [{ warned: true, risk: 1 }, 'warned'],
  [troubled, 'went_bad'],
  [{ ...troubled, holdCause: 'paused' }, 'blocked'],
  [{ ...troubled, isProtected: true, holdCause: 'protected' }, 'protected'],
  [{ ...troubled, holdCause: 'approval' }, 'needs_approval'],
  [{ ...troubled, dataQuality: 'stale' }, 'bad_data'],
  [{ dataQuality: 'no_data' }, 'no_data'],
  [{ dataQuality: 'no_views' }, 'no_data'],
] as const)('%j is %s', (values, verdict) => {
  expect(liveVerdict({ ...healthy, ...values })).toBe(verdict);
});
