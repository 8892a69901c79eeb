import { DEFAULT_POLICY, overlay, type Policy, type PolicyValues } from '@cull/core';

/** The literal rule alone, to the letter of the criteria: half of expected, from 10 interactions on. */
export const LITERAL: Policy = overlay(DEFAULT_POLICY, { evidence: { enabled: false } });

/** Returns evidence alone, in full: it kills what was never good and what went bad. */
export function evidenceAlone(values: PolicyValues['evidence']): Policy {
  return overlay(DEFAULT_POLICY, {
    belowThreshold: { enabled: false },
    evidence: values,
    drop: { action: 'kill' },
  });
}
