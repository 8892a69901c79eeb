import type { AppRouter } from '@cull/api';
import { type Policy, type PolicyValues, resolvePolicy, type ScopeType } from '@cull/core';
import type { inferRouterOutputs } from '@trpc/server';
import { type Difference, differences } from '../thresholds/value-words';

export type Overrides = inferRouterOutputs<AppRouter>['thresholds']['list']['items'];

/** What a suggestion is made for. */
export interface Scope {
  readonly type: Extract<ScopeType, 'global' | 'persona' | 'campaign'>;
  /** Absent for the global scope. */
  readonly id?: string;
}

/** The scope's own override, where one is active. */
export function ownOf(overrides: Overrides, { type, id = '' }: Scope): Overrides[number] | undefined {
  return overrides.find(({ scope }) => scope.type === type && scope.id === id);
}

/** The policy that applies to a scope, without those of its narrower ones. */
export function policyOf(overrides: Overrides, { type, id }: Scope): Policy {
  const layers = overrides.map(({ scope, values, version }) => ({
    scopeType: scope.type,
    scopeId: scope.id,
    values,
    version,
    // Those that have ended are not among them.
    expiresAt: null,
  }));
  const subject = { persona: { personaId: id }, campaign: { campaignId: id }, global: {} }[type];
  return resolvePolicy(layers, subject, 0).values;
}

/** What values would change of what applies to a scope; nothing where they apply already. */
export function changesOf(overrides: Overrides, scope: Scope, values: PolicyValues): readonly Difference[] {
  return differences(policyOf(overrides, scope), values).filter(({ after }) => after !== undefined);
}
