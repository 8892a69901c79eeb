import {
  contradictions,
  type PolicyLayer,
  type PolicySubject,
  type PolicyValues,
  resolvePolicy,
  SCOPE_TYPES,
} from '@cull/core';
import { type Queryable, readMeetingScopes, type Scope } from '@cull/db';
import { TRPCError } from '@trpc/server';

/**
 * Refuses values that would contradict themselves or others once they are laid over a scope: as its own variants would
 * be treated, and those of every narrower scope that overrides something else and has variants in common with it.
 * @param layers The active overrides.
 * @param subject What is known of the scope: a variant brings its persona and campaign.
 * @throws BAD_REQUEST with the field and the reason.
 */
export async function refuseContradictions(
  db: Queryable,
  layers: readonly PolicyLayer[],
  scope: Scope,
  values: PolicyValues,
  subject: PolicySubject,
  now: number,
): Promise<void> {
  const changed = layersWith(layers, scope, values);
  const [problem] = contradictions(resolvePolicy(changed, subject, now).values);
  if (problem !== undefined) throw refusal(problem.path, problem.message);
  const narrowerLayers = changed.filter(
    ({ scopeType, expiresAt }) =>
      SCOPE_TYPES.indexOf(scopeType) > SCOPE_TYPES.indexOf(scope.scopeType) &&
      (expiresAt === null || expiresAt > now),
  );
  for (const narrower of await readMeetingScopes(db, scope, narrowerLayers)) {
    const narrowed = { ...subject, ...subjectOf(narrower) };
    const [conflict] = contradictions(resolvePolicy(changed, narrowed, now).values);
    if (conflict === undefined) continue;
    const where = `with the override of ${narrower.scopeType} ${narrower.scopeId}`;
    throw refusal(conflict.path, `${conflict.message} (${where})`);
  }
}

/** The overrides as they would be with these values set for a scope. */
export function layersWith(
  layers: readonly PolicyLayer[],
  { scopeType, scopeId }: Scope,
  values: PolicyValues,
): readonly PolicyLayer[] {
  const others = layers.filter((layer) => layer.scopeType !== scopeType || layer.scopeId !== scopeId);
  return [...others, { scopeType, scopeId, values, version: 0, expiresAt: null }];
}

/** A scope as what a policy is resolved for. */
export function subjectOf({ scopeType, scopeId }: Scope): PolicySubject {
  switch (scopeType) {
    case 'global':
      return {};
    case 'persona':
      return { personaId: scopeId };
    case 'campaign':
      return { campaignId: scopeId };
    case 'variant':
      return { variantId: scopeId };
  }
}

function refusal(path: string, message: string): TRPCError {
  return new TRPCError({ code: 'BAD_REQUEST', message: `values.${path}: ${message}` });
}
