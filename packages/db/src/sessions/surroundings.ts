import { type CheckContext, NO_SIBLINGS, SIBLINGS_FRESH_MS, type SiblingPool } from '@cull/core';
import { accountOf, type CountedBy, readSteppingAccounts } from '../accounts/stepping-accounts';
import type { Queryable } from '../system/database';
import { readSiblingPools } from './sibling-pools';

/** What holds around the live variants, halts aside. */
export interface Surroundings {
  /** By persona. */
  readonly pools: ReadonlyMap<string, SiblingPool>;
  readonly steppingAccounts: ReadonlySet<string>;
}

export const NO_SURROUNDINGS: Surroundings = { pools: new Map(), steppingAccounts: new Set() };

/** Reads what holds around the live variants. */
export async function readSurroundings(db: Queryable, now: number): Promise<Surroundings> {
  const [pools, steppingAccounts] = await Promise.all([
    readSiblingPools(db, now - SIBLINGS_FRESH_MS),
    readSteppingAccounts(db, now),
  ]);
  return { pools, steppingAccounts };
}

/**
 * Returns what holds around one variant.
 * @param held What stops its kills.
 */
export function contextOf(
  { pools, steppingAccounts }: Surroundings,
  session: CountedBy,
  held: Pick<CheckContext, 'halt' | 'unreadablePolicy'>,
): CheckContext {
  return {
    ...held,
    siblings: pools.get(session.personaId) ?? NO_SIBLINGS,
    interactionsStep: steppingAccounts.has(accountOf(session)),
  };
}
