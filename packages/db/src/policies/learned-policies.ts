import { learnedValues, type PolicyValues } from '@cull/core';
import type { Queryable } from '../system/database';
import { readPersonaReactions } from './persona-reactions';

/** By persona, what takes the place of defaults that its own recordings refute. */
export type LearnedPolicies = ReadonlyMap<string, PolicyValues>;

/** Learned values change at most every few minutes, and are asked for with every policy. */
export const LEARNED_KEPT_MS = 10_000;

/** Reads the values that were learned; a persona whose recordings agree with the defaults is missing. */
export async function readLearnedPolicies(db: Queryable): Promise<LearnedPolicies> {
  const reactions = await readPersonaReactions(db);
  const learned = reactions.map(({ personaId, delay }) => [personaId, learnedValues(delay)] as const);
  return new Map(learned.filter(([, values]) => Object.keys(values).length > 0));
}
