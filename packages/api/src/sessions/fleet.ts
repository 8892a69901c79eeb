import { type LiveVerdict, liveVerdict, type PolicyLayer, resolvePolicy } from '@cull/core';
import { type Database, type FleetRow, readFleet } from '@cull/db';
import { toIso } from '../schemas/common';
import type { FleetOutput } from '../schemas/fleet';
import type { PolicyReader } from '../thresholds/policy-reader';

/** More dots are no picture any more; the riskiest are in it. */
const MAX_SHOWN = 10_000;
/** So long a killed variant is shown where it was. */
const KILLED_SHOWN_MS = 30_000;

export interface FleetMember extends FleetRow {
  /** Null once it was killed. */
  readonly verdict: LiveVerdict | null;
}

export interface Fleet {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly members: readonly FleetMember[];
}

interface Sources {
  readonly db: Database;
  readonly policies: PolicyReader;
  readonly now: () => number;
}

/** Reads every live variant with its verdict, and those that were just killed. */
export async function readWholeFleet({ db, policies, now }: Sources): Promise<Fleet> {
  const at = now();
  const [rows, layers] = await Promise.all([
    readFleet(db.pool, at - KILLED_SHOWN_MS, MAX_SHOWN),
    policies.layers(),
  ]);
  const learned = new Map(
    await Promise.all(
      [...new Set(rows.map(({ personaId }) => personaId))].map(
        async (personaId) => [personaId, await policies.learned(personaId)] as const,
      ),
    ),
  );
  // Variants of one persona and campaign have one policy, unless one has its own: few have.
  const minimums = new Map<string, number>();
  const own = ownPolicies(layers);
  const minInteractionsOf = ({ variantId, personaId, campaignId }: FleetRow) => {
    const key = own.has(variantId) ? `variant ${variantId}` : JSON.stringify([personaId, campaignId]);
    const subject = { variantId, personaId, campaignId };
    const known =
      minimums.get(key) ?? resolvePolicy(layers, subject, at, learned.get(personaId)).values.minInteractions;
    minimums.set(key, known);
    return known;
  };
  return {
    at,
    members: rows.map((row) => ({
      ...row,
      verdict:
        row.status === 'killed' ? null : liveVerdict({ ...row, minInteractions: minInteractionsOf(row) }),
    })),
  };
}

function ownPolicies(layers: readonly PolicyLayer[]): ReadonlySet<string> {
  return new Set(layers.flatMap(({ scopeType, scopeId }) => (scopeType === 'variant' ? [scopeId] : [])));
}

/** The fleet, or its part of one persona or campaign, as the API shows it. */
export function presentFleet(
  { at, members }: Fleet,
  {
    personaId,
    campaignId,
  }: { readonly personaId?: string | undefined; readonly campaignId?: string | undefined },
): FleetOutput {
  return {
    at: toIso(at),
    items: members
      .filter((member) => personaId === undefined || member.personaId === personaId)
      .filter((member) => campaignId === undefined || member.campaignId === campaignId)
      .map(({ monitoringId, variantId, due, interactions, verdict, killReason }) => ({
        monitoringId,
        variantId,
        due: due === null ? null : Math.round(due * 100) / 100,
        received: interactions,
        verdict: verdict ?? 'killed',
        ...(verdict === null && killReason !== null && { killReason }),
      })),
  };
}
