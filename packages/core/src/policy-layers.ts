import { DEFAULT_POLICY, overlay, type Policy, type PolicyValues } from './policy';
import { POLICY_PATHS, type PolicyPath, pathsOf } from './policy-paths';

/** Widest scope first: a later one in this list overrides an earlier one. */
export const SCOPE_TYPES = ['global', 'persona', 'campaign', 'variant'] as const;
export type ScopeType = (typeof SCOPE_TYPES)[number];

/** The values that one scope overrides, as stored. */
export interface PolicyLayer {
  readonly scopeType: ScopeType;
  /** Empty for the global scope. */
  readonly scopeId: string;
  readonly values: PolicyValues;
  /** Numbered through all scopes: a later change has a higher version. */
  readonly version: number;
  readonly expiresAt: number | null;
}

export const POLICY_ORIGINS = [...SCOPE_TYPES, 'default', 'learned'] as const;
/** Where a value comes from: a scope, the default, or a persona's own recordings, which refute the default. */
export type PolicyOrigin = (typeof POLICY_ORIGINS)[number];

export interface ResolvedPolicy {
  readonly values: Policy;
  readonly origins: Readonly<Record<PolicyPath, PolicyOrigin>>;
  /** Highest version among the layers that apply; 0 where none does. */
  readonly version: number;
}

/** What a policy is resolved for. */
export interface PolicySubject {
  readonly personaId?: string | null | undefined;
  readonly campaignId?: string | null | undefined;
  readonly variantId?: string | null | undefined;
}

/**
 * Resolves each value by itself: the narrowest scope that sets it wins.
 * @param layers In any order; those that are expired or meant for others are passed over.
 * @param now Epoch milliseconds.
 * @param learned Values in place of defaults that the persona's own recordings refute; a scope that sets one wins.
 */
export function resolvePolicy(
  layers: Iterable<PolicyLayer>,
  subject: PolicySubject,
  now: number,
  learned: PolicyValues = {},
): ResolvedPolicy {
  const applying = [...layers]
    .filter((layer) => applies(layer, subject) && (layer.expiresAt === null || now < layer.expiresAt))
    .sort((a, b) => SCOPE_TYPES.indexOf(a.scopeType) - SCOPE_TYPES.indexOf(b.scopeType));
  let values = overlay(DEFAULT_POLICY, learned);
  let version = 0;
  const origins = { ...DEFAULT_ORIGINS };
  for (const path of pathsOf(learned)) origins[path] = 'learned';
  for (const layer of applying) {
    values = overlay(values, layer.values);
    version = Math.max(version, layer.version);
    for (const path of pathsOf(layer.values)) origins[path] = layer.scopeType;
  }
  return { values, origins, version };
}

/** `fromEntries` forgets the names of its keys; POLICY_PATHS has every one of them. */
const DEFAULT_ORIGINS = Object.freeze(
  Object.fromEntries(POLICY_PATHS.map((path) => [path, 'default'])) as Record<PolicyPath, PolicyOrigin>,
);

function applies(layer: PolicyLayer, subject: PolicySubject): boolean {
  switch (layer.scopeType) {
    case 'global':
      return true;
    case 'persona':
      return layer.scopeId === subject.personaId;
    case 'campaign':
      return layer.scopeId === subject.campaignId;
    case 'variant':
      return layer.scopeId === subject.variantId;
  }
}
