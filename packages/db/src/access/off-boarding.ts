import { type Database, inTransaction } from '../system/database';
import { isLastAdmin, type PersonChange } from './people';

/** Reads what a person made that goes on without them: active keys, open invitations, and channels. */
export async function readMadeBy({ prisma }: Database, actor: string, now: number) {
  const at = new Date(now);
  const inForce = { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: at } }] };
  const [keys, invitations, channels] = await Promise.all([
    prisma.apiKey.findMany({
      where: { createdBy: actor, ...inForce },
      select: { id: true, name: true, prefix: true, scopes: true, expiresAt: true, lastUsedAt: true },
      orderBy: { createdAt: 'asc' },
    }),
    prisma.invitation.findMany({
      where: { invitedBy: actor, acceptedAt: null, withdrawnAt: null, expiresAt: { gt: at } },
      select: { id: true, email: true, role: true, expiresAt: true },
      orderBy: { createdAt: 'asc' },
    }),
    prisma.channel.findMany({
      where: { createdBy: actor },
      select: { id: true, name: true, kind: true },
      orderBy: { createdAt: 'asc' },
    }),
  ]);
  return { keys, invitations, channels };
}

/** What ends together with a person. */
export interface Removal {
  /** Of these keys, the active ones are revoked. */
  readonly keyIds: readonly string[];
  /** Of these invitations, those that are open are withdrawn. */
  readonly invitationIds: readonly string[];
  readonly now: number;
}

/** Removes a person, with their sessions, their ways to sign in and what ends with them: all or nothing; the last admin stays. */
export function removePerson(
  { pool }: Database,
  id: string,
  { keyIds, invitationIds, now }: Removal,
): Promise<PersonChange> {
  return inTransaction(pool, async (client) => {
    if (await isLastAdmin(client, id)) return 'last_admin';
    const { rowCount } = await client.query('DELETE FROM auth_users WHERE id = $1', [id]);
    if (rowCount !== 1) return 'unknown';
    const at = new Date(now);
    await client.query(
      `UPDATE api_keys SET revoked_at = $2
       WHERE id = ANY($1) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`,
      [keyIds, at],
    );
    await client.query(
      `UPDATE invitations SET withdrawn_at = $2
       WHERE id = ANY($1) AND accepted_at IS NULL AND withdrawn_at IS NULL`,
      [invitationIds, at],
    );
    return 'done';
  });
}
