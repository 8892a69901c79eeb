import type pg from 'pg';
import { type Database, inTransaction } from '../system/database';

export type PersonChange = 'done' | 'unknown' | 'last_admin';

const ADMIN = 'admin';

/** All people, oldest first, with how they can sign in and their latest session that is still kept. */
export function listPeople({ prisma }: Database) {
  return prisma.user.findMany({
    select: {
      id: true,
      email: true,
      name: true,
      role: true,
      createdAt: true,
      accounts: { select: { providerId: true }, orderBy: { providerId: 'asc' } },
      twoFactorEnabled: true,
      sessions: { select: { createdAt: true }, orderBy: { createdAt: 'desc' }, take: 1 },
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
}

/** @returns The address of a person; null where there is none. */
export async function readPersonEmail({ prisma }: Database, id: string): Promise<string | null> {
  const person = await prisma.user.findUnique({ where: { id }, select: { email: true } });
  return person?.email ?? null;
}

export async function hasPerson({ prisma }: Database, email: string): Promise<boolean> {
  return (await prisma.user.count({ where: { email } })) > 0;
}

/** Gives a person a role; the last admin keeps theirs. */
export function setPersonRole({ pool }: Database, id: string, role: string): Promise<PersonChange> {
  return inTransaction(pool, async (client) => {
    if (role !== ADMIN && (await isLastAdmin(client, id))) return 'last_admin';
    const { rowCount } = await client.query(
      'UPDATE auth_users SET role = $2, updated_at = now() WHERE id = $1',
      [id, role],
    );
    return rowCount === 1 ? 'done' : 'unknown';
  });
}

/** Takes a person's second factor away: from then on their password or a link is enough. @returns False where they have none. */
export function resetSecondFactor({ prisma }: Database, id: string): Promise<boolean> {
  return prisma.$transaction(async (transaction) => {
    await transaction.twoFactor.deleteMany({ where: { userId: id } });
    const { count } = await transaction.user.updateMany({
      where: { id, twoFactorEnabled: true },
      data: { twoFactorEnabled: false },
    });
    return count === 1;
  });
}

/** Locks the admins until the transaction's end: two who remove each other come one after the other. */
export async function isLastAdmin(client: pg.PoolClient, id: string): Promise<boolean> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM auth_users WHERE role = $1 ORDER BY id FOR UPDATE',
    [ADMIN],
  );
  return rows.length === 1 && rows[0]?.id === id;
}
