import { listPool } from '@cull/db';
import { toIso } from '../schemas/common';
import { poolInput, poolOutput } from '../schemas/pool';
import { procedureFor, router } from '../trpc';

export const poolRouter = router({
  list: procedureFor('read')
    .input(poolInput)
    .output(poolOutput)
    .query(async ({ ctx: { services }, input: { personaId } }) => ({
      items: (await listPool(services.db, personaId)).map(({ joinedAt, scheduledPosts, ...member }) => ({
        ...member,
        joinedAt: toIso(joinedAt),
        scheduledPosts: scheduledPosts.map(({ id, publishAt }) => ({ id, publishAt: toIso(publishAt) })),
      })),
    })),
});
