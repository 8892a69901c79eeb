import { DEFAULT_POLICY, overlay, type Policy, type PolicyValues } from '../src/policy';
import { NO_PROGRESS, type Progress, type Session } from '../src/session';

/** The moment at which the tests' variants are posted. */
export const POSTED_AT = Date.UTC(2026, 0, 1);

export function aSession(values: Partial<Session> = {}): Session {
  return {
    monitoringId: 'monitoring-1',
    variantId: 'variant-1',
    personaId: 'persona-1',
    campaignId: null,
    postId: 'post-1',
    source: 'threads',
    accountId: null,
    expectedEngagementRate: 0.06,
    expectedLow: null,
    startedAt: POSTED_AT,
    extendedSeconds: 0,
    isProtected: false,
    holdoutDraw: 1,
    ...values,
  };
}

export function aPolicy(values: PolicyValues = {}): Policy {
  return overlay(DEFAULT_POLICY, values);
}

/** Progress that has just believed a sample. */
export function progressAt(
  views: number,
  interactions: number,
  observedAt: number,
  values: Partial<Progress> = {},
): Progress {
  return {
    ...NO_PROGRESS,
    sample: { views, interactions, observedAt },
    lastInteractions: interactions,
    quality: 'ok',
    ...values,
  };
}
