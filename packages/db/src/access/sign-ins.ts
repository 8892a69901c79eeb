import type { Database } from '../system/database';

/** Of these sessions, those that still hold, with whose they are. */
export function readSessionsInForce({ prisma }: Database, ids: readonly string[], now: number) {
  return prisma.session.findMany({
    where: { id: { in: [...ids] }, expiresAt: { gt: new Date(now) } },
    select: { id: true, createdAt: true, expiresAt: true, user: { select: { email: true, role: true } } },
  });
}

/** Moves the end of a session that still holds. */
export async function renewSession(
  { prisma }: Database,
  id: string,
  expiresAt: number,
  now: number,
): Promise<void> {
  await prisma.session.updateMany({
    where: { id, expiresAt: { gt: new Date(now) } },
    data: { expiresAt: new Date(expiresAt) },
  });
}

/** Ends all sessions of a person. @returns How many there were. */
export async function endSessionsOf({ prisma }: Database, userId: string): Promise<number> {
  return (await prisma.session.deleteMany({ where: { userId } })).count;
}

/** Notes that a session has shown again that it is its person's. */
export async function confirmSession({ prisma }: Database, id: string, now: number): Promise<void> {
  await prisma.session.updateMany({ where: { id }, data: { provenAt: new Date(now) } });
}
