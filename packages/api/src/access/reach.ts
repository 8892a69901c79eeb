import { DEFAULT_ACCOUNT, sourceOf } from '@cull/core';
import { type MonitoringRow, readAccounts } from '@cull/db';
import { TRPCError } from '@trpc/server';
import type { Services } from '../context';
import type { Actor } from './access';

/** What a call is about. */
export interface Place {
  readonly personaId: string;
  /** As `sourceOf` names it. */
  readonly source: string;
}

/** Returns why a key is not for this; null where it is, and for all who are not narrowed. */
export function outOfReach({ name, reach }: Actor, { personaId, source }: Place): string | null {
  if (reach === undefined) return null;
  const { personaIds, sources } = reach;
  if (personaIds.length > 0 && !personaIds.includes(personaId))
    return `personaId: ${name} is for ${personaIds.join(', ')} and not for ${personaId}`;
  if (sources.length > 0 && !sources.includes(source))
    return `source: ${name} is for ${sources.join(', ')} and not for ${source}`;
  return null;
}

/** @throws FORBIDDEN, which names the persona or the source. */
export function demandReach(actor: Actor, row: MonitoringRow): MonitoringRow {
  const why = outOfReach(actor, { personaId: row.personaId, source: sourceOf(row) });
  if (why !== null) throw new TRPCError({ code: 'FORBIDDEN', message: why });
  return row;
}

/** What somebody posts. */
interface Posted {
  readonly variantId: string;
  readonly personaId: string;
  readonly source: 'threads' | 'push';
  readonly accountId?: string | undefined;
}

/** Returns why a key may not post this: for what it is, or for what the variant has been so far. */
export async function postingOutOfReach(
  { db, batches }: Pick<Services, 'db' | 'batches'>,
  actor: Actor,
  posted: Posted,
): Promise<string | null> {
  if (actor.reach === undefined) return null;
  const { variantId, personaId } = posted;
  const why = outOfReach(actor, { personaId, source: await sourceOfPosting(db, posted) });
  if (why !== null) return why;
  const before = await batches.newestSession(variantId);
  return before === null
    ? null
    : outOfReach(actor, { personaId: before.personaId, source: sourceOf(before) });
}

/** The account that is named, or else the persona's, or else the default one. */
async function sourceOfPosting(
  { pool }: Services['db'],
  { source, accountId, personaId }: Posted,
): Promise<string> {
  if (source === 'push') return 'push';
  if (accountId !== undefined) return accountId;
  const own = (await readAccounts(pool)).find(({ personaIds }) => personaIds.includes(personaId));
  return own?.accountId ?? DEFAULT_ACCOUNT;
}
