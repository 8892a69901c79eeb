import {
  DEFAULT_POLICY,
  overlay,
  POLICY_ORIGINS,
  POLICY_PATHS,
  type Policy,
  type PolicyOrigin,
  type PolicyPath,
  type PolicyValues,
} from '@cull/core';
import { z } from 'zod';
import { readPolicyValues } from './readable-values';

/** What a policy had before a value existed: records of that time do not name it. */
const BEFORE_DROPS: Policy = overlay(DEFAULT_POLICY, { drop: { action: 'off' }, siblings: { guard: 'off' } });
const BEFORE_EVIDENCE: Policy = overlay(BEFORE_DROPS, { evidence: { enabled: false } });

const EARLIER_PATHS: Readonly<Record<string, PolicyPath>> = {
  'belowThreshold.reactionLagSeconds': 'belowThreshold.reactionDelaySeconds',
  'evidence.reactionLagSeconds': 'evidence.reactionDelaySeconds',
};
const pathSchema = z.enum(POLICY_PATHS);

/** Origins by the names of today; those of values or scopes that this version doesn't know are left out. */
const originsSchema = z
  .record(z.string(), z.enum(POLICY_ORIGINS).nullable().catch(null))
  .transform((origins): Readonly<Partial<Record<PolicyPath, PolicyOrigin>>> => {
    const known = Object.entries(origins).flatMap(([name, origin]) => {
      const path = pathSchema.safeParse(EARLIER_PATHS[name] ?? name);
      return path.success && origin !== null ? [[path.data, origin] as const] : [];
    });
    return Object.fromEntries(known);
  });

const storedSchema = z
  .object({ values: z.unknown(), origins: originsSchema.catch({}) })
  .catch({ values: undefined, origins: {} });

/**
 * Reads the policy that a decision was made under, as it was stored with it. Values that did not exist at the time are
 * filled in as they were in effect then; what can't be read is named, and shown as it is by default.
 */
export function readStoredPolicy(stored: unknown): {
  readonly values: Policy;
  readonly origins: Readonly<Partial<Record<PolicyPath, PolicyOrigin>>>;
  /** The fields that this version can't read. */
  readonly unreadable: readonly string[];
} {
  const { values: storedValues, origins } = storedSchema.parse(stored);
  const { values, unreadable = [] } = readPolicyValues(storedValues);
  return {
    values: overlay(baseOf(values), values),
    origins,
    unreadable: unreadable.map(({ field }) => field),
  };
}

function baseOf({ evidence, drop }: PolicyValues): Policy {
  if (evidence === undefined) return BEFORE_EVIDENCE;
  return drop === undefined ? BEFORE_DROPS : DEFAULT_POLICY;
}
