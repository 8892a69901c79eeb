import type { Policy } from './policy';
import type { Progress, Session } from './session';

/** Returns the rate below which the policy kills, as an engagement rate. */
export function killThreshold(session: Pick<Session, 'expectedEngagementRate'>, policy: Policy): number {
  return policy.killRatio * session.expectedEngagementRate;
}

/** Returns the rate below which the policy warns, as an engagement rate. */
export function warnThreshold(session: Pick<Session, 'expectedEngagementRate'>, policy: Policy): number {
  return policy.warnRatio * session.expectedEngagementRate;
}

/**
 * How near a session is to being killed, from 0 (at its expected rate or above) to 1 (at the kill threshold with all the
 * evidence asked for). It orders the dashboard; it decides nothing. Few views weigh little: the distance counts in
 * proportion to the interactions that the views so far should have brought.
 */
export function riskOf(session: Session, { sample }: Progress, policy: Policy): number {
  if (sample === null || sample.views === 0) return 0;
  const expected = session.expectedEngagementRate;
  const distance =
    (expected - sample.interactions / sample.views) / (expected - killThreshold(session, policy) || expected);
  const weight = (sample.views * expected) / policy.minInteractions;
  return Math.min(1, Math.max(0, distance)) * Math.min(1, weight);
}
