import type { Queryable } from './database';

/** What a holder's writes carry: they count only while the shard's epoch is this one. */
export interface ShardToken {
  readonly shard: number;
  /** One more with each change of holder. */
  readonly epoch: number;
}

/** Another worker holds the shard now; what was to be written is its business. */
export class ShardLostError extends Error {
  override readonly name = 'ShardLostError';

  constructor({ shard, epoch }: ShardToken) {
    super(`shard ${shard} has another holder since epoch ${epoch}`);
  }
}

/**
 * Has the transaction go on only for the shard's holder, and keeps everyone else from taking the shard until it ends.
 * Renewals of the lease don't wait for it: they change no key.
 * @throws ShardLostError when another worker holds the shard now.
 */
export async function assertHolder(transaction: Queryable, token: ShardToken): Promise<void> {
  const { rowCount } = await transaction.query(
    'SELECT 1 FROM shards WHERE shard = $1 AND epoch = $2 FOR KEY SHARE',
    [token.shard, token.epoch],
  );
  if (rowCount !== 1) throw new ShardLostError(token);
}
