import { randomUUID } from 'node:crypto';
import { type Database, type PostedSession, type Posting, postVariants } from '@cull/db';
import { shardOf } from '@cull/queue';

/** Posts one variant that is scheduled for tomorrow as well, with the default window. */
export async function postOne(
  db: Database,
  values: Partial<Posting> & Pick<Posting, 'postId'>,
): Promise<PostedSession> {
  const variantId = values.variantId ?? `variant-${randomUUID()}`;
  const startedAt = values.startedAt ?? Date.now();
  const posting: Posting = {
    variantId,
    personaId: 'persona-1',
    campaignId: null,
    source: 'threads',
    expectedEngagementRate: 0.06,
    expectedLow: null,
    actor: 'key:orchestrator',
    content: null,
    costPerView: null,
    scheduledPosts: [{ id: 'tomorrow', publishAt: startedAt + 86_400_000 }],
    startedAt,
    deadlineAt: startedAt + 600_000,
    shard: shardOf(variantId),
    ...values,
  };
  const [session] = await postVariants(db.pool, [posting], Date.now());
  if (session === undefined) throw new Error('the posting got no session');
  return session;
}

/** @returns The id of a variant, of no other, that one of these shards watches. */
export function variantIn(shards: readonly number[]): string {
  for (let tries = 0; tries < 10_000; tries += 1) {
    const variantId = `variant-${randomUUID()}`;
    if (shards.includes(shardOf(variantId))) return variantId;
  }
  throw new RangeError(`no variant belongs to one of the shards [${shards}]`);
}
