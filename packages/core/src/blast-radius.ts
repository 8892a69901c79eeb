import { type Halt, type HaltedSession, type HoldCause, haltFor } from './hold';
import type { Policy } from './policy';
import type { PolicyOrigin } from './policy-layers';

/** A kill that the rules ask for, with what its blast radius is measured by. */
export interface DueKill extends HaltedSession {
  readonly policy: Pick<Policy, 'maxKillsPerMinute' | 'minPoolSize'>;
  /** The scope that the limit of kills comes from. */
  readonly limitOrigin: PolicyOrigin;
  /** Engagement rate as a part of the expected one: of several kills the worst comes first. */
  readonly attainment: number;
}

/** What holds at the moment of the kills, all read under one lock. */
export interface Circumstances {
  readonly halts: readonly Halt[];
  /** Variants in each persona's pool. */
  readonly poolSizes: ReadonlyMap<string, number>;
  /** Automatic kills within the minute before, by persona. */
  readonly recentKills: ReadonlyMap<string, number>;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** A circuit breaker that the kills have tripped. */
export interface Trip {
  /** Null for everything. */
  readonly personaId: string | null;
  readonly reason: string;
}

export interface Restraint<Kill> {
  readonly allowed: readonly Kill[];
  readonly held: readonly { readonly kill: Kill; readonly cause: HoldCause }[];
  readonly trips: readonly Trip[];
}

/**
 * Keeps kills within the blast radius that their policies allow: none under a halt, none that would leave a pool
 * smaller than it may be, and no more a minute than the limit; the first one beyond it trips the circuit breaker.
 *
 * A limit that a persona's override sets counts that persona's kills; any other one counts all kills.
 */
export function restrain<Kill extends DueKill>(
  kills: readonly Kill[],
  { halts, poolSizes, recentKills, now }: Circumstances,
): Restraint<Kill> {
  const allowed: Kill[] = [];
  const held: { kill: Kill; cause: HoldCause }[] = [];
  const trips = new Map<string | null, Trip>();
  const pools = new Map(poolSizes);
  const killed = new Map(recentKills);
  for (const kill of [...kills].sort((a, b) => a.attainment - b.attainment)) {
    const { personaId, policy } = kill;
    const halt = haltFor(halts, kill, now);
    const limited = kill.limitOrigin === 'persona' ? personaId : null;
    const trip = limitReached(killed, limited, policy.maxKillsPerMinute);
    const cause = halt?.kind ?? heldByPool(pools, personaId, policy.minPoolSize) ?? (trip ? 'breaker' : null);
    if (cause !== null) {
      held.push({ kill, cause });
      if (halt === null && cause === 'breaker' && trip !== null) trips.set(trip.personaId, trip);
      continue;
    }
    allowed.push(kill);
    killed.set(personaId, (killed.get(personaId) ?? 0) + 1);
    pools.set(personaId, (pools.get(personaId) ?? 0) - 1);
  }
  return { allowed, held, trips: [...trips.values()] };
}

function heldByPool(
  pools: ReadonlyMap<string, number>,
  personaId: string,
  minPoolSize: number,
): HoldCause | null {
  return minPoolSize > 0 && (pools.get(personaId) ?? 0) - 1 < minPoolSize ? 'min_pool_size' : null;
}

function limitReached(
  killed: ReadonlyMap<string, number>,
  personaId: string | null,
  limit: number | null,
): Trip | null {
  if (limit === null) return null;
  const counts = personaId === null ? [...killed.values()] : [killed.get(personaId) ?? 0];
  const count = counts.reduce((sum, kills) => sum + kills, 0);
  if (count < limit) return null;
  return { personaId, reason: `${count} kills within a minute, and the policy allows ${limit}` };
}
