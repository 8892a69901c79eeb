import type { AuditEntry, Prisma } from '../generated/client';
import { type Database, type Queryable, toTimestamp } from '../system/database';

/** What somebody asked for, as it is put on record before it is carried out. */
export interface NewAuditEntry {
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  /** What it is done to, like `variant:hello-1`. */
  readonly target: string | null;
  /** Why, in their own words. */
  readonly reason: string | null;
  /** Without secrets. */
  readonly input: Prisma.InputJsonObject;
  readonly address: string | null;
  readonly userAgent: string | null;
}

/** The result: `ok`, or the code of an error with what the caller was told. */
export interface AuditResult {
  readonly result: string;
  readonly message: string | null;
}

/**
 * Puts on record what somebody asked for.
 * @param outcome Where it is known already; else `closeAuditEntry` adds it.
 * @returns The entry's id.
 */
export async function openAuditEntry(
  { prisma }: Database,
  { at, ...entry }: NewAuditEntry,
  outcome?: AuditResult,
): Promise<bigint> {
  const { id } = await prisma.auditEntry.create({ data: { at: new Date(at), ...entry, ...outcome } });
  return id;
}

/** Adds the result, which can be done once. */
export async function closeAuditEntry({ prisma }: Database, id: bigint, outcome: AuditResult): Promise<void> {
  await prisma.auditEntry.update({ where: { id }, data: { ...outcome } });
}

/** Whether anybody has ever come in. */
export async function hasSignIns({ prisma }: Database): Promise<boolean> {
  const where = { action: 'sign_in', result: 'ok' };
  return (
    (await prisma.auditEntry.findFirst({ where, orderBy: { id: 'asc' }, select: { id: true } })) !== null
  );
}

/** Entries that one call deletes. */
const MAX_FORGOTTEN = 5_000;

/**
 * Deletes the oldest entries of the audit trail whose retention is over, 5,000 at most. The database keeps all of the last 90 days, whatever is
 * asked for.
 * @param before Epoch milliseconds.
 * @returns How many were deleted.
 */
export async function forgetAuditEntries(db: Queryable, before: number): Promise<number> {
  const { rows } = await db.query<{ deleted: number }>('SELECT forget_audit_entries($1, $2) AS deleted', [
    toTimestamp(before),
    MAX_FORGOTTEN,
  ]);
  return rows[0]?.deleted ?? 0;
}

export type AuditRow = AuditEntry;

export interface AuditFilter {
  /** Any of these. */
  readonly actor?: readonly string[] | undefined;
  readonly action?: string | undefined;
  /** Any of these. */
  readonly target?: readonly string[] | undefined;
  /** Epoch milliseconds; of entries then or later. */
  readonly since?: number | undefined;
  /** Epoch milliseconds; of entries before. */
  readonly until?: number | undefined;
}

/**
 * The audit trail, newest first, one page at a time.
 * @param before The last entry of the page before.
 */
export function listAuditEntries(
  { prisma }: Database,
  { actor, action, target, since, until }: AuditFilter,
  before: bigint | undefined,
  limit: number,
): Promise<AuditRow[]> {
  return prisma.auditEntry.findMany({
    where: {
      ...(actor !== undefined && { actor: { in: [...actor] } }),
      ...(action !== undefined && { action }),
      ...(target !== undefined && { target: { in: [...target] } }),
      at: {
        ...(since !== undefined && { gte: new Date(since) }),
        ...(until !== undefined && { lt: new Date(until) }),
      },
      ...(before !== undefined && { id: { lt: before } }),
    },
    orderBy: { id: 'desc' },
    take: limit,
  });
}
