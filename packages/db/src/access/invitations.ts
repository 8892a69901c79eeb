import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Invitation } from '../generated/client';
import type { Database } from '../system/database';

export interface NewInvitation {
  /** In lower case. */
  readonly email: string;
  readonly role: string;
  readonly note: string;
  readonly invitedBy: string;
  /** Epoch milliseconds, as all instants here. */
  readonly expiresAt: number;
  readonly now: number;
}

/** What somebody says of themselves who accepts an invitation. */
export interface NewPerson {
  readonly name: string;
  readonly passwordHash: string;
}

export type AcceptResult =
  | { readonly ok: true; readonly email: string; readonly role: string }
  | { readonly ok: false; readonly code: 'not_open' | 'exists' };

/**
 * Invites somebody; an invitation of theirs that was not accepted yet is replaced, and its token is worth nothing.
 * @returns It as it was stored, even where another one has replaced it already, and its token, of which the hash alone is stored.
 */
export async function storeInvitation(
  { pool }: Database,
  { email, role, note, invitedBy, expiresAt, now }: NewInvitation,
): Promise<{ readonly invitation: Omit<Invitation, 'tokenHash'>; readonly token: string }> {
  const id = randomUUID();
  const token = randomBytes(32).toString('base64url');
  const [createdAt, expires] = [new Date(now), new Date(expiresAt)];
  await pool.query(
    `INSERT INTO invitations (id, email, role, note, token_hash, invited_by, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (email) WHERE accepted_at IS NULL AND withdrawn_at IS NULL
     DO UPDATE SET id = excluded.id, role = excluded.role, note = excluded.note, token_hash = excluded.token_hash,
       invited_by = excluded.invited_by, created_at = excluded.created_at, expires_at = excluded.expires_at`,
    [id, email, role, note, hashOf(token), invitedBy, createdAt, expires],
  );
  const asked = { id, email, role, note, invitedBy, createdAt, expiresAt: expires };
  return { invitation: { ...asked, acceptedAt: null, withdrawnAt: null }, token };
}

/** All invitations, newest first. */
export function listInvitations({ prisma }: Database) {
  return prisma.invitation.findMany({
    omit: { tokenHash: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
  });
}

export function readInvitation({ prisma }: Database, id: string) {
  return prisma.invitation.findUnique({ where: { id }, omit: { tokenHash: true } });
}

/** @returns False where it is unknown, accepted or withdrawn already; one that has expired can be withdrawn. */
export async function withdrawInvitation({ prisma }: Database, id: string, now: number): Promise<boolean> {
  const { count } = await prisma.invitation.updateMany({
    where: { id, acceptedAt: null, withdrawnAt: null },
    data: { withdrawnAt: new Date(now) },
  });
  return count === 1;
}

/** Returns what could be accepted now with this token, asked before the work of hashing a password; null where nothing. */
export function readOpenInvitation({ prisma }: Database, token: string, now: number) {
  return prisma.invitation.findFirst({
    where: { tokenHash: hashOf(token), ...open(now) },
    select: { email: true },
  });
}

/** Makes somebody one of the people, with the role of their invitation and a password: once, anyone who else tries. */
export function acceptInvitation(
  { prisma }: Database,
  token: string,
  { name, passwordHash }: NewPerson,
  now: number,
): Promise<AcceptResult> {
  return prisma.$transaction(async (transaction) => {
    const [invitation] = await transaction.invitation.updateManyAndReturn({
      where: { tokenHash: hashOf(token), ...open(now) },
      data: { acceptedAt: new Date(now) },
    });
    if (invitation === undefined) return { ok: false, code: 'not_open' };
    const { email, role } = invitation;
    if ((await transaction.user.count({ where: { email } })) > 0) return { ok: false, code: 'exists' };
    const id = randomUUID();
    const password = { id: randomUUID(), accountId: id, providerId: 'credential', password: passwordHash };
    await transaction.user.create({
      // The link went to them through somebody who vouches for the address.
      data: { id, email, name, role, emailVerified: true, accounts: { create: password } },
    });
    return { ok: true, email, role };
  });
}

/** Returns the role that the open invitation of an address gives; null where there is none. */
export async function readInvitedRole(
  { prisma }: Database,
  email: string,
  now: number,
): Promise<string | null> {
  const invitation = await prisma.invitation.findFirst({
    where: { email, ...open(now) },
    select: { role: true },
  });
  return invitation?.role ?? null;
}

/**
 * Accepts the open invitation of an address that somebody has proven to be theirs, and who is one of the people now.
 * @returns False where there is none any more.
 */
export async function claimInvitation({ prisma }: Database, email: string, now: number): Promise<boolean> {
  const { count } = await prisma.invitation.updateMany({
    where: { email, ...open(now) },
    data: { acceptedAt: new Date(now) },
  });
  return count > 0;
}

/** Neither accepted nor withdrawn nor expired. */
function open(now: number) {
  return { acceptedAt: null, withdrawnAt: null, expiresAt: { gt: new Date(now) } };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
