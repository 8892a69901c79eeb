import { type MonitoringRow, readNewestSession } from '@cull/db';
import { TRPCError } from '@trpc/server';
import type { Services } from './context';
import { presentSession } from './present';

/** A variant's newest session. @throws NOT_FOUND for a variant that was never posted. */
export async function newestSession({ db }: Services, variantId: string): Promise<MonitoringRow> {
  const row = await readNewestSession(db, variantId);
  if (row === null) throw unknownVariant(variantId);
  return row;
}

export function unknownVariant(variantId: string): TRPCError {
  return new TRPCError({ code: 'NOT_FOUND', message: `variantId: ${variantId} was never posted` });
}

/** A session as the API shows it, under the policy in force now. */
export async function present({ policies }: Services, row: MonitoringRow) {
  return presentSession(row, await policies.resolve(row));
}
