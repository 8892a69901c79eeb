import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '../system/database';

/** Who set out to connect a profile, and what for. */
export interface ConnectState {
  /** The session of the person, which has to be the one that comes back. */
  readonly sessionId: string;
  /** The account whose token is to be replaced; null for a new one. */
  readonly accountId: string | null;
}

const storedSchema = z.object({ sessionId: z.string(), accountId: z.string().nullable() });

/** @returns What comes back with them: random, good once, of which the hash alone is stored. */
export async function storeConnectState(
  { prisma }: Database,
  state: ConnectState,
  expiresAt: number,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const value = JSON.stringify(state);
  await prisma.verification.create({
    data: { id: randomUUID(), identifier: identifierOf(token), value, expiresAt: new Date(expiresAt) },
  });
  return token;
}

/** Uses a state up. @returns Null where it is unknown, expired or was used. */
export async function takeConnectState(
  { pool }: Database,
  token: string,
  now: number,
): Promise<ConnectState | null> {
  const { rows } = await pool.query<{ value: string; expiresAt: number }>(
    'DELETE FROM auth_verifications WHERE identifier = $1 RETURNING value, expires_at AS "expiresAt"',
    [identifierOf(token)],
  );
  const [row] = rows;
  return row === undefined || row.expiresAt <= now ? null : storedSchema.parse(JSON.parse(row.value));
}

function identifierOf(token: string): string {
  return `connect:${createHash('sha256').update(token).digest('hex')}`;
}
