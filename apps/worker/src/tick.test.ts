import { setProtection } from '@cull/db';
import { shardOf } from '@cull/queue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkbench, losersAfter, type Workbench } from '../test/context';
import { postOne } from '../test/postings';
import { readSession } from '../test/world';
import { createTicker } from './tick';

let bench: Workbench;
beforeAll(async () => {
  bench = await createWorkbench();
});
afterAll(() => bench.close());

/** Ticks the shard of one losing variant, with something happening while the source is asked. */
async function tickWhile(meanwhile: (monitoringId: string, forget: () => void) => unknown) {
  const context = bench.context();
  const { monitoringId, variantId } = await postOne(context.db, { postId: 'loser' });
  const shard = shardOf(variantId);
  const forget = () => context.shards.forget(shard);
  const threads = losersAfter(context.threads, () => meanwhile(monitoringId, forget));
  await createTicker({ ...context, threads }).tick(shard);
  return readSession(context.db, monitoringId);
}

describe('while the source is being asked', () => {
  it('a variant that somebody protects is not killed, and the same tick says so', async () => {
    const { db } = bench.context();
    const session = await tickWhile((monitoringId) =>
      setProtection(db.pool, { monitoringId, actor: 'ann', note: 'mine', now: Date.now() }, true),
    );
    expect(session).toMatchObject({
      status: 'monitoring',
      holdCause: 'protected',
      decisions: [{ outcome: 'would_have_killed', holdCause: 'protected' }],
    });
  });

  it('a shard may leave the memory of its worker, and is looked at all the same', async () => {
    const session = await tickWhile((_, forget) => forget());
    expect(session).toMatchObject({ status: 'killed', killReason: 'below_threshold' });
  });
});
