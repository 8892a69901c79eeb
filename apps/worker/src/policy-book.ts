import {
  type PolicyLayer,
  type ResolvedPolicy,
  resolvePolicy,
  type Session,
  type UnreadablePolicy,
  unreadableOf,
} from '@cull/core';
import {
  type ChangeCursor,
  LEARNED_KEPT_MS,
  type LearnedPolicies,
  type Queryable,
  readLearnedPolicies,
  readPolicies,
} from '@cull/db';
import pLimit from 'p-limit';

/** Every active override and every learned value, kept up to date, with the few that apply to a session found at once. */
export class PolicyBook {
  readonly #layers = new Map<string, PolicyLayer>();
  /** An older answer must not undo a newer one. */
  readonly #oneAtATime = pLimit(1);
  #cursor: ChangeCursor | null = null;
  #learned: LearnedPolicies = new Map();
  #learnedAt = Number.NEGATIVE_INFINITY;
  /** Thousands of sessions share few policies: what was resolved holds until something changes or ends. */
  readonly #resolved = new Map<string, ResolvedPolicy>();
  #resolvedUntil = Number.POSITIVE_INFINITY;

  /** @param now Epoch milliseconds. */
  constructor(private readonly now: () => number = Date.now) {}

  /** Asks the database for what changed since the last time. */
  refresh(db: Queryable): Promise<void> {
    return this.#oneAtATime(async () => {
      const { layers, cleared, isWhole, cursor } = await readPolicies(db, this.#cursor);
      if (isWhole) this.#layers.clear();
      for (const layer of layers) this.#layers.set(keyOf(layer.scopeType, layer.scopeId), layer);
      for (const { scopeType, scopeId } of cleared) this.#layers.delete(keyOf(scopeType, scopeId));
      this.#cursor = cursor;
      if (isWhole || layers.length + cleared.length > 0) this.#forgetResolved();
      if (this.now() - this.#learnedAt < LEARNED_KEPT_MS) return;
      this.#learned = await readLearnedPolicies(db);
      this.#learnedAt = this.now();
      this.#forgetResolved();
    });
  }

  /** Returns the active overrides that can't be read in full. */
  unreadable(): readonly UnreadablePolicy[] {
    const now = this.now();
    return [...this.#layers.values()]
      .filter(({ expiresAt }) => expiresAt === null || now < expiresAt)
      .map(unreadableOf)
      .filter((policy) => policy !== null);
  }

  /** Returns whether a scope's override is still of this version. */
  hasVersion(scopeType: PolicyLayer['scopeType'], scopeId: string, version: number): boolean {
    return this.#layers.get(keyOf(scopeType, scopeId))?.version === version;
  }

  /** Returns the active policy for a session. */
  resolve(
    { personaId, campaignId, variantId }: Pick<Session, 'personaId' | 'campaignId' | 'variantId'>,
    now: number,
  ): ResolvedPolicy {
    if (now >= this.#resolvedUntil) this.#forgetResolved();
    const own = this.#layers.get(keyOf('variant', variantId));
    const key = JSON.stringify([personaId, campaignId, own === undefined ? null : variantId]);
    const known = this.#resolved.get(key);
    if (known !== undefined) return known;
    const layers = [
      this.#layers.get(keyOf('global', '')),
      this.#layers.get(keyOf('persona', personaId)),
      campaignId === null ? undefined : this.#layers.get(keyOf('campaign', campaignId)),
      own,
    ].filter((layer) => layer !== undefined);
    const subject = { personaId, campaignId, variantId };
    const resolved = resolvePolicy(layers, subject, now, this.#learned.get(personaId));
    this.#resolved.set(key, resolved);
    return resolved;
  }

  #forgetResolved(): void {
    this.#resolved.clear();
    const ends = [...this.#layers.values()].map(({ expiresAt }) => expiresAt ?? Number.POSITIVE_INFINITY);
    this.#resolvedUntil = Math.min(...ends.filter((end) => end > this.now()), Number.POSITIVE_INFINITY);
  }
}

function keyOf(scopeType: PolicyLayer['scopeType'], scopeId: string): string {
  return `${scopeType} ${scopeId}`;
}
