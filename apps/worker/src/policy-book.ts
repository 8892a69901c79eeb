import { type PolicyLayer, type ResolvedPolicy, resolvePolicy, type Session } from '@cull/core';
import { type Queryable, readPolicies } from '@cull/db';
import pLimit from 'p-limit';

/** Every override in force, kept up to date, with the few that apply to a session found at once. */
export class PolicyBook {
  readonly #layers = new Map<string, PolicyLayer>();
  /** An older answer must not undo a newer one. */
  readonly #oneAtATime = pLimit(1);
  #cursor: number | null = null;

  /** Asks the database for what changed since the last time. */
  refresh(db: Queryable): Promise<void> {
    return this.#oneAtATime(async () => {
      const { layers, cleared, cursor } = await readPolicies(db, this.#cursor);
      for (const layer of layers) this.#layers.set(keyOf(layer.scopeType, layer.scopeId), layer);
      for (const { scopeType, scopeId } of cleared) this.#layers.delete(keyOf(scopeType, scopeId));
      this.#cursor = cursor;
    });
  }

  /** The policy in force for a session. */
  resolve({ personaId, campaignId, variantId }: Session, now: number): ResolvedPolicy {
    const layers = [
      this.#layers.get(keyOf('global', '')),
      this.#layers.get(keyOf('persona', personaId)),
      campaignId === null ? undefined : this.#layers.get(keyOf('campaign', campaignId)),
      this.#layers.get(keyOf('variant', variantId)),
    ].filter((layer) => layer !== undefined);
    return resolvePolicy(layers, { personaId, campaignId, variantId }, now);
  }
}

function keyOf(scopeType: PolicyLayer['scopeType'], scopeId: string): string {
  return `${scopeType} ${scopeId}`;
}
