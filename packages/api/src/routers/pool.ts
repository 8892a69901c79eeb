import { listPool } from '@cull/db';
import { toIso } from '../schemas/common';
import { poolInput, poolOutput } from '../schemas/pool';
import { procedureFor, REACHING, router } from '../trpc';

export const poolRouter = router({
  list: procedureFor('read', REACHING)
    .input(poolInput)
    .output(poolOutput)
    .query(async ({ ctx: { services, actor }, input: { personaId, cursor, limit } }) => {
      const members = await listPool(services.db, { personaId, after: cursor, limit, reach: actor.reach });
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
