import {
  type PolicyLayer,
  type PolicySubject,
  type PolicyValues,
  type ResolvedPolicy,
  resolvePolicy,
} from '@cull/core';
import { type Database, LEARNED_KEPT_MS, type Queryable, readLearnedPolicies, readPolicies } from '@cull/db';
import { kept } from '../kept';

/** Overrides change seldom and are asked for often. */
const KEPT_MS = 1_000;

/** Reads the active overrides, at most once a second, and what was learned of personas. */
export interface PolicyReader {
  layers(): Promise<readonly PolicyLayer[]>;
  /** Returns what takes the place of defaults that a persona's own recordings refute; undefined where they don't. */
  learned(personaId: string | null | undefined): Promise<PolicyValues | undefined>;
  resolve(subject: PolicySubject): Promise<ResolvedPolicy>;
  /** Forgets the overrides that were read, after a change made here. */
  forget(): void;
}

export function createPolicyReader(db: Database, now: () => number): PolicyReader {
  const layers = kept(KEPT_MS, now, () => readLayers(db.pool));
  const learnedPolicies = kept(LEARNED_KEPT_MS, now, () => readLearnedPolicies(db.pool));
  const learned: PolicyReader['learned'] = async (personaId) =>
    (await learnedPolicies.read()).get(personaId ?? '');
  return {
    layers: layers.read,
    learned,
    resolve: async (subject) =>
      resolvePolicy(await layers.read(), subject, now(), await learned(subject.personaId)),
    forget: layers.forget,
  };
}

/** The active overrides, in the caller's transaction where `db` is one. */
export async function readLayers(db: Queryable): Promise<readonly PolicyLayer[]> {
  return (await readPolicies(db, null)).layers;
}
