import { ShardLostError, type ShardToken } from '@cull/db';

/** A worker's hold on a shard, as long as it lasts. */
export interface ShardHold {
  /** What its writes carry. */
  readonly token: ShardToken;
  /** Whether the lease lasts for sure, by the worker's own monotonic clock. */
  isHeld(): boolean;
}

/** The lease may have run out, or the shard is being handed back: nothing is done until a holder goes on. */
export class NotHeldError extends Error {
  override readonly name = 'NotHeldError';

  constructor({ shard }: ShardToken) {
    super(`shard ${shard} is not held at the moment`);
  }
}

/** Returns whether work ended because the shard belongs to somebody else, which is no fault. */
export function isNotHeld(error: unknown): boolean {
  return error instanceof NotHeldError || error instanceof ShardLostError;
}
