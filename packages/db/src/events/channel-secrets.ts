import type { Sealed } from '../accounts/accounts';
import { type Queryable, toTimestamp } from '../system/database';

/** One of the two secrets of a channel, as it is stored: encrypted, or in clear by a version before. */
export interface StoredSecret {
  readonly channelId: string;
  readonly which: 'secret' | 'oldSecret';
  readonly stored: Sealed | string;
}

const COLUMNS = {
  secret: { clear: 'secret', box: 'sealed_secret', keyId: 'secret_key_id' },
  oldSecret: { clear: 'old_secret', box: 'sealed_old_secret', keyId: 'old_secret_key_id' },
} as const;

/** Secrets of channels that are in clear, or that another key than this one opens. */
export async function readSecretsSealedOtherwise(
  db: Queryable,
  keyId: string,
): Promise<readonly StoredSecret[]> {
  const secrets = Object.entries(COLUMNS).map(([which, { clear, box, keyId: id }]) => {
    const columns = `id, '${which}' AS which, ${clear} AS clear, ${box} AS box, ${id} AS key_id`;
    return `SELECT ${columns} FROM channels WHERE ${clear} IS NOT NULL OR ${id} <> $1`;
  });
  const { rows } = await db.query<{
    id: string;
    which: StoredSecret['which'];
    clear: string | null;
    box: Buffer | null;
    key_id: string | null;
  }>(secrets.join(' UNION ALL '), [keyId]);
  return rows.flatMap(({ id: channelId, which, clear, box, key_id: keyId }): StoredSecret[] => {
    if (clear !== null) return [{ channelId, which, stored: clear }];
    return box === null || keyId === null ? [] : [{ channelId, which, stored: { box, keyId } }];
  });
}

/**
 * Puts the same secret under a key, and leaves nothing of it in clear.
 * @param was As it was read: one that somebody else has put in meanwhile stays.
 * @returns Whether it was stored.
 */
export async function replaceChannelSeal(
  db: Queryable,
  { channelId, which, stored }: StoredSecret,
  sealed: Sealed,
): Promise<boolean> {
  const { clear, box, keyId } = COLUMNS[which];
  const isClear = typeof stored === 'string';
  const { rowCount } = await db.query(
    `UPDATE channels SET ${box} = $3, ${keyId} = $4, ${clear} = NULL WHERE id = $1 AND ${isClear ? clear : box} = $2`,
    [channelId, isClear ? stored : stored.box, sealed.box, sealed.keyId],
  );
  return rowCount === 1;
}

/** Erases what no longer signs, a day after a rotation. @returns Of how many channels. */
export async function eraseOldSecrets(db: Queryable, now: number): Promise<number> {
  const { rowCount } = await db.query(
    `UPDATE channels SET old_secret = NULL, sealed_old_secret = NULL, old_secret_key_id = NULL, old_secret_until = NULL
     WHERE old_secret_until <= $1`,
    [toTimestamp(now)],
  );
  return rowCount ?? 0;
}
