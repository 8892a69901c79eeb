import { type UnreadablePolicy, unreadableInWords } from '@cull/core';
import { type TroubleEvent, unreadablePolicyOf } from '@cull/db';
import type { WorkerContext } from './context';
import type { TroubleTeller } from './trouble-teller';

/** What this worker can read, one of another version may not: it says so with each of its passes. */
const OTHERS_SAY_WITHIN_MS = 30_000;

/** Tells which policies can't be read, so that their kills are held back, until somebody changes them or no worker minds. */
export async function watchPolicies(
  { db, policies, now }: Pick<WorkerContext, 'db' | 'policies' | 'now'>,
  teller: TroubleTeller,
): Promise<void> {
  await Promise.all([policies.refresh(db.pool), teller.refresh()]);
  const unreadable = new Map(policies.unreadable().map((policy) => [subjectOf(policy), policy]));
  for (const [subject, policy] of unreadable)
    await teller.see({ ...troubleOf(subject), seen: told(policy, now()) });
  for (const trouble of teller.lasting('policy_unreadable')) {
    if (unreadable.has(trouble.subject)) continue;
    const known = unreadablePolicyOf(trouble);
    const isSeenByOthers =
      known !== null &&
      policies.hasVersion(known.scope.type, known.scope.id, known.version) &&
      now() - Date.parse(known.seenAt) < OTHERS_SAY_WITHIN_MS;
    await teller.see({ ...troubleOf(trouble.subject), seen: isSeenByOthers ? null : false });
  }
}

function troubleOf(subject: string) {
  // That somebody changed the policy is an event of its own.
  return { subject, kind: 'policy_unreadable', ends: () => null } as const;
}

function subjectOf({ scopeType, scopeId }: Pick<UnreadablePolicy, 'scopeType' | 'scopeId'>): string {
  return `${scopeType} ${scopeId}`.trim();
}

function told(policy: UnreadablePolicy, now: number): TroubleEvent {
  const { scopeType, scopeId, version, fields } = policy;
  const words = unreadableInWords(policy);
  return {
    type: 'policy.unreadable',
    data: {
      scope: { type: scopeType, id: scopeId },
      version,
      fields: [...fields],
      seenAt: new Date(now).toISOString(),
      text: `${words.charAt(0).toUpperCase()}${words.slice(1)}, so its automatic kills are blocked. Reset it under Thresholds.`,
    },
  };
}
