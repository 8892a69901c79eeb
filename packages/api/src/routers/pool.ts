import { listPool } from '@cull/db';
import { toIso } from '../schemas/common';
import { poolInput, poolOutput } from '../schemas/pool';
import { procedureFor, router } from '../trpc';

export const poolRouter = router({
  list: procedureFor('read')
    .input(poolInput)
    .output(poolOutput)
    .query(async ({ ctx: { services }, input: { personaId, cursor, limit } }) => {
      const members = await listPool(services.db, { personaId, after: cursor, limit });
      return {
        items: members.map(({ joinedAt, scheduledPosts, ...member }) => ({
          ...member,
          joinedAt: toIso(joinedAt),
          scheduledPosts: scheduledPosts.map(({ id, publishAt }) => ({ id, publishAt: toIso(publishAt) })),
        })),
        nextCursor: members.length === limit ? (members.at(-1)?.variantId ?? null) : null,
      };
    }),
});
