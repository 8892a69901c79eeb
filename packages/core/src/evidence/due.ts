import type { Policy } from '../policy';
import type { Progress, Session } from '../session';
import { maturedViews } from './state';

/** Returns the interactions that a healthy variant would have so far; null before the first reading. */
export function interactionsDue(
  { expectedLow, expectedEngagementRate }: Pick<Session, 'expectedLow' | 'expectedEngagementRate'>,
  { sample, evidence }: Pick<Progress, 'sample' | 'evidence'>,
  policy: Pick<Policy, 'evidence'>,
): number | null {
  if (sample === null) return null;
  return policy.evidence.healthyRatio * (expectedLow ?? expectedEngagementRate) * maturedViews(evidence);
}
