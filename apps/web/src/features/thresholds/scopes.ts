import { type PolicyOrigin, SCOPE_TYPES, type ScopeType } from '@cull/core';

/** What thresholds are looked at for: a variant with the wider scopes that it stands in, one of those, or everything. */
export interface Subject {
  readonly variantId?: string;
  readonly personaId?: string;
  readonly campaignId?: string;
}

/** Narrowest first: what somebody who looks at a variant most likely means. */
export const SCOPE_CHOICES = [
  { type: 'variant', label: 'Variant', button: 'this variant' },
  { type: 'campaign', label: 'Campaign', button: 'this campaign' },
  { type: 'persona', label: 'Persona', button: 'this persona' },
  { type: 'global', label: 'Global', button: 'everything' },
] as const satisfies readonly { type: ScopeType; label: string; button: string }[];

/** A scope as the API wants it named; undefined where the subject has no such scope. */
export function scopeOf(type: ScopeType, { variantId, personaId, campaignId }: Subject) {
  if (type === 'global') return { type };
  const id = { variant: variantId, persona: personaId, campaign: campaignId }[type];
  return id === undefined ? undefined : { type, id };
}

/** Returns whether a value set at the origin still applies to the subject, whatever the wider scope says. */
export function isNarrower(origin: PolicyOrigin, than: ScopeType): boolean {
  const scope = SCOPE_TYPES.find((type) => type === origin);
  return scope !== undefined && SCOPE_TYPES.indexOf(scope) > SCOPE_TYPES.indexOf(than);
}

/** A scope that somebody has chosen to look at; everything has no id. */
export interface ChosenScope {
  readonly type: ScopeType;
  readonly id?: string;
}

/** What a scope's thresholds are looked at for. */
export function subjectOf({ type, id }: ChosenScope): Subject {
  if (id === undefined || type === 'global') return {};
  return { variant: { variantId: id }, campaign: { campaignId: id }, persona: { personaId: id } }[type];
}

/** A scope in words: `persona ada`. */
export function scopeWords({ type, id }: ChosenScope): string {
  return id === undefined || id === '' ? 'everything' : `${type} ${id}`;
}
