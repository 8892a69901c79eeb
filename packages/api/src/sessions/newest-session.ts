import { type MonitoringRow, readSessionById } from '@cull/db';
import { TRPCError } from '@trpc/server';
import type { Services } from '../context';
import { presentSession } from '../present/present';
import { toIso } from '../schemas/common';

export interface SessionTarget {
  readonly variantId: string;
  /** The session that is meant; the newest where none is named. */
  readonly monitoringId?: string | undefined;
}

/** A variant's newest session. @throws NOT_FOUND for a variant that was never posted. */
export async function newestSession(
  { batches }: Pick<Services, 'batches'>,
  variantId: string,
): Promise<MonitoringRow> {
  const row = await batches.newestSession(variantId);
  if (row === null) throw unknownVariant(variantId);
  return row;
}

/**
 * The session of a variant that was asked for, or its newest.
 * @throws NOT_FOUND for a variant that was never posted, and a session that is not of this variant.
 */
export async function sessionOf(
  services: Services,
  { variantId, monitoringId }: SessionTarget,
): Promise<MonitoringRow> {
  if (monitoringId === undefined) return newestSession(services, variantId);
  const row = await readSessionById(services.db, monitoringId);
  if (row?.variantId === variantId) return row;
  throw new TRPCError({
    code: 'NOT_FOUND',
    message: `monitoringId: ${monitoringId} is no session of ${variantId}`,
  });
}

/**
 * A variant's newest session, for who is about to change it.
 * @throws NOT_FOUND for a variant that was never posted, and a session that is not of this variant; CONFLICT where an
 * earlier session is meant: the variant was posted again since somebody looked at it.
 */
export async function sessionToChange(
  services: Services,
  { variantId, monitoringId }: SessionTarget,
): Promise<MonitoringRow> {
  const newest = await newestSession(services, variantId);
  const meant = await sessionOf(services, { variantId, monitoringId });
  if (meant.id === newest.id) return newest;
  throw new TRPCError({
    code: 'CONFLICT',
    message: `monitoringId: ${variantId} was posted again since, at ${toIso(newest.startedAt)}`,
  });
}

export function unknownVariant(variantId: string): TRPCError {
  return new TRPCError({ code: 'NOT_FOUND', message: `variantId: ${variantId} was never posted` });
}

/** A session as the API shows it, under the active policy now. */
export async function present({ policies, now }: Services, row: MonitoringRow) {
  return presentSession(row, await policies.resolve(row), now());
}
