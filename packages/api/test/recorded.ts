import { insertSnapshots } from '@cull/db';
import { aVariant, type World } from './world';

/** Seconds after the posting, views and interactions. */
export type RecordedSample = readonly [seconds: number, views: number, interactions: number];

/** Posts a variant whose counters are recorded already. @returns Its id; it is live. */
export async function recordVariant(
  world: World,
  { personaId, postedAt }: { readonly personaId: string; readonly postedAt: number },
  samples: readonly RecordedSample[],
): Promise<string> {
  const variant = aVariant({ personaId, postedAt: new Date(postedAt).toISOString(), source: 'push' });
  const { monitoringId } = await world.admin.variants.posted(variant);
  await insertSnapshots(
    world.services.db.pool,
    samples.map(([seconds, views, interactions]) => ({
      monitoringId,
      observedAt: postedAt + seconds * 1_000,
      views,
      interactions,
    })),
  );
  return variant.variantId;
}
