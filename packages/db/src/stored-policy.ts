import {
  DEFAULT_POLICY,
  overlay,
  POLICY_PATHS,
  type Policy,
  type PolicyOrigin,
  type PolicyPath,
  SCOPE_TYPES,
} from '@cull/core';
import { z } from 'zod';
import { policyValuesSchema } from './policy-values';

/** What a policy had before a value existed: records of that time do not name it. */
const BEFORE_EVIDENCE: Policy = overlay(DEFAULT_POLICY, { evidence: { enabled: false } });

const storedSchema = z.object({
  values: policyValuesSchema,
  origins: z.partialRecord(z.enum(POLICY_PATHS), z.enum([...SCOPE_TYPES, 'default'])),
});

/**
 * Reads the policy that a decision was made under, as it was stored with it. Values that did not exist at the time are
 * filled in as they were in effect then.
 * @throws ZodError when it is not a policy.
 */
export function readStoredPolicy(stored: unknown): {
  readonly values: Policy;
  readonly origins: Readonly<Partial<Record<PolicyPath, PolicyOrigin>>>;
} {
  const { values, origins } = storedSchema.parse(stored);
  return {
    values: overlay(values.evidence === undefined ? BEFORE_EVIDENCE : DEFAULT_POLICY, values),
    origins,
  };
}
