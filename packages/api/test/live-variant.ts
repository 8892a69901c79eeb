import { NO_PROGRESS } from '@cull/core';
import { recordProgress } from '@cull/db';
import { shardOf } from '@cull/queue';
import { aVariant, type World } from './world';

/** A variant that a worker has checked: 32 interactions from 640 views. */
export async function aLiveVariant(
  { admin, services }: World,
  values: Parameters<typeof aVariant>[0] = {},
  risk = 0.2,
) {
  const scheduledPosts = [{ id: 'tomorrow', publishAt: new Date(Date.now() + 86_400_000).toISOString() }];
  const variant = aVariant({ scheduledPosts, ...values });
  const session = await admin.variants.posted(variant);
  const sample = { views: 640, interactions: 32, observedAt: Date.now() };
  const progress = { ...NO_PROGRESS, sample, lastInteractions: 32, checks: 1, quality: 'ok' as const };
  const deadlineAt = Date.parse(session.deadlineAt);
  await recordProgress(services.db.pool, shardOf(variant.variantId), [
    { monitoringId: session.monitoringId, progress, risk, interactionsDue: 38.4, deadlineAt },
  ]);
  return { ...variant, ...session };
}
