import { type PolicyLayer, type PolicySubject, type ResolvedPolicy, resolvePolicy } from '@cull/core';
import { type Database, type Queryable, readPolicies } from '@cull/db';

/** Overrides change seldom and are asked for often. */
const KEPT_MS = 1_000;

/** Reads the overrides in force, at most once a second. */
export interface PolicyReader {
  layers(): Promise<readonly PolicyLayer[]>;
  resolve(subject: PolicySubject): Promise<ResolvedPolicy>;
  /** Forgets what was read, after a change made here. */
  forget(): void;
}

export function createPolicyReader(db: Database, now: () => number): PolicyReader {
  let read: { readonly at: number; readonly layers: Promise<readonly PolicyLayer[]> } | undefined;
  const layers = () => {
    if (read === undefined || now() - read.at >= KEPT_MS) {
      const reading = readLayers(db.pool);
      // A failure is told to those who wait for it, and not kept for the next.
      reading.catch(() => {
        read = undefined;
      });
      read = { at: now(), layers: reading };
    }
    return read.layers;
  };
  return {
    layers,
    resolve: async (subject) => resolvePolicy(await layers(), subject, now()),
    forget: () => {
      read = undefined;
    },
  };
}

/** The overrides in force, in the caller's transaction where `db` is one. */
export async function readLayers(db: Queryable): Promise<readonly PolicyLayer[]> {
  return (await readPolicies(db, null)).layers;
}
