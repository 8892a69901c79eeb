import { DEFAULT_POLICY, overlay, type Policy, type PolicyValues } from './policy';
import { POLICY_PATHS, type PolicyPath, pathsOf } from './policy-paths';

/** Widest scope first: a later one in this list overrides an earlier one. */
export const SCOPE_TYPES = ['global', 'persona', 'campaign', 'variant'] as const;
export type ScopeType = (typeof SCOPE_TYPES)[number];

/** A stored value that this version can't read: a newer version wrote it, or somebody by hand. */
export interface UnreadableValue {
  /** Its name; nested ones are written with a dot. `values` where nothing of the row can be read. */
  readonly field: string;
  /** What it has and what is needed. */
  readonly problem: string;
}

/** The values that one scope overrides, as stored. */
export interface PolicyLayer {
  readonly scopeType: ScopeType;
  /** Empty for the global scope. */
  readonly scopeId: string;
  readonly values: PolicyValues;
  /** Numbered through all scopes: a later change has a higher version. */
  readonly version: number;
  readonly expiresAt: number | null;
  /** What of the row can't be read, and is missing in `values`; left out where all of it can. */
  readonly unreadable?: readonly UnreadableValue[];
}

/** A layer that can't be read in full, so nobody knows what it asks for. */
export interface UnreadablePolicy extends Pick<PolicyLayer, 'scopeType' | 'scopeId' | 'version'> {
  readonly fields: readonly string[];
}

export const POLICY_ORIGINS = [...SCOPE_TYPES, 'default', 'learned'] as const;
/** Where a value comes from: a scope, the default, or a persona's own recordings, which refute the default. */
export type PolicyOrigin = (typeof POLICY_ORIGINS)[number];

export interface ResolvedPolicy {
  readonly values: Policy;
  readonly origins: Readonly<Record<PolicyPath, PolicyOrigin>>;
  /** Highest version among the layers that apply; 0 where none does. */
  readonly version: number;
  /** The widest of those that apply and can't be read in full; null where all can. It holds kills back. */
  readonly unreadable: UnreadablePolicy | null;
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
  return {
    values,
    origins,
    version,
    unreadable: applying.map(unreadableOf).find((one) => one !== null) ?? null,
  };
}

/** Returns what can't be read of a layer; null where all of it can. */
export function unreadableOf({
  scopeType,
  scopeId,
  version,
  unreadable,
}: PolicyLayer): UnreadablePolicy | null {
  return unreadable === undefined
    ? null
    : { scopeType, scopeId, version, fields: unreadable.map(({ field }) => field) };
}

/** Says which policy can't be read, and which fields of it. */
export function unreadableInWords({ scopeType, scopeId, fields }: UnreadablePolicy): string {
  const whose = scopeType === 'global' ? 'the global policy' : `the policy of ${scopeType} ${scopeId}`;
  return `${whose} can't be read (${fields.join(', ')})`;
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
