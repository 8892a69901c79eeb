import { listPool } from '@cull/db';
import { poolInput, poolOutput } from '../schemas/pool';
import { procedureFor, router } from '../trpc';

export const poolRouter = router({
  list: procedureFor('read')
    .input(poolInput)
    .output(poolOutput)
    .query(async ({ ctx: { services }, input: { personaId } }) => ({
      items: (await listPool(services.db, personaId)).map((row) => ({
        variantId: row.variantId,
        personaId: row.personaId,
        campaignId: row.variant.campaignId,
        joinedAt: row.joinedAt.toISOString(),
        scheduledPosts: row.variant.scheduledPosts.map(({ id, publishAt }) => ({
          id,
          publishAt: publishAt.toISOString(),
        })),
      })),
    })),
});
