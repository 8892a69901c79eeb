import { performance } from 'node:perf_hooks';
import type { Queryable, ShardToken } from '@cull/db';
import type { WorkerContext } from '../context';
import { type HeldShard, type HeldShardOptions, startHeldShard } from './held-shard';
import { Leases } from './leases';

/** What the holder needs besides the context. */
export interface HolderOptions extends HeldShardOptions {
  /** A connection that nothing else waits for. */
  readonly leases: Queryable;
}

/** The shards that this worker holds. */
export interface ShardHolder {
  shards(): readonly number[];
  /** Evaluates what is known of a held shard, without asking the source. */
  evaluate(shard: number): Promise<void>;
  /** Hands all shards back, each when nothing is done to it any more. */
  close(): Promise<void>;
}

/** Takes part in the sharing of the shards, and works on those that are held. */
export async function startShardHolder(
  context: WorkerContext,
  { leases: db, onPulse, ...options }: HolderOptions,
): Promise<ShardHolder> {
  const { workerId, notifier, log } = context;
  const held = new Map<number, HeldShard>();
  const tickedAt = new Map<number, number>();

  const take = (token: ShardToken) => {
    const { shard } = token;
    const hold = { token, isHeld: () => leases.isHeld(token) };
    const notePulse = () => {
      if (held.get(shard)?.hold === hold) tickedAt.set(shard, performance.now());
      onPulse();
    };
    held.set(shard, startHeldShard(context, hold, { ...options, onPulse: notePulse }));
    log.info(token, `took shard ${shard}`);
  };
  const letGo = async ({ shard, epoch }: ShardToken, isLost: boolean) => {
    const mine = held.get(shard);
    held.delete(shard);
    tickedAt.delete(shard);
    await mine?.close(isLost);
    log.info(
      { shard, epoch },
      isLost ? `lost shard ${shard} to another worker` : `handed back shard ${shard}`,
    );
  };
  const leases = new Leases({
    workerId,
    db,
    log,
    events: {
      onTaken: take,
      onLost: (token) => void letGo(token, true),
      handBack: (token) => letGo(token, false),
      tickedAgoMs: (shard) => {
        const at = tickedAt.get(shard);
        return at === undefined ? null : performance.now() - at;
      },
      onHandedBack: () => notifier.publish({ kind: 'shards' }),
      onRound: (count) => {
        // A worker without shards does what it should.
        if (count === 0) onPulse();
      },
    },
  });
  await leases.start(context.db.pool);
  const stopListening = await notifier.subscribe(({ kind }) => {
    if (kind === 'shards') leases.wake();
  });
  return {
    shards: () => [...held.keys()],
    evaluate: async (shard) => held.get(shard)?.ticker.takeSamples([]),
    close: async () => {
      await leases.leave();
      await stopListening();
    },
  };
}
