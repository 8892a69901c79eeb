import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { mutate, query } from '../orchestrator';

export const EXPECTED_RATE = 0.06;

/** An id that nobody else uses. */
export function anId(name: string): string {
  return `${name}-${randomUUID().slice(0, 8)}`;
}

/** A posting that is good as it stands; its counters are pushed. */
export function aPosting(values: Record<string, unknown> = {}) {
  const variantId = anId('contract');
  return {
    variantId,
    personaId: 'contract-persona',
    postId: `post-of-${variantId}`,
    expectedEngagementRate: EXPECTED_RATE,
    source: 'push',
    ...values,
  };
}

/** Posts a variant and gives its id. */
export async function posted(values: Record<string, unknown> = {}): Promise<string> {
  const posting = aPosting(values);
  await mutate('variants.posted', posting);
  return posting.variantId;
}

/** The newest session of a variant. */
export function statusOf(variantId: string): Promise<Record<string, unknown>> {
  return query('monitoring.status', { variantId });
}

/** A sample of a variant, as of now. */
export function aSample(variantId: string, views: number, interactions: number) {
  return { variantId, views, interactions, observedAt: new Date().toISOString() };
}

/** Pushes counters and waits until they are known. */
export async function push(variantId: string, views: number, interactions: number): Promise<void> {
  await mutate('metrics.ingest', { samples: [aSample(variantId, views, interactions)] });
  await expect.poll(async () => (await statusOf(variantId)).views).toBe(views);
}

/** Posts a variant and kills it by hand. */
export async function killed(): Promise<string> {
  const variantId = await posted();
  await mutate('monitoring.kill', { variantId, reason: 'for the contract' });
  return variantId;
}

/** A variant whose kill waits for a person. */
export async function waiting(): Promise<string> {
  const campaignId = anId('approve');
  await mutate('thresholds.set', {
    scope: { type: 'campaign', id: campaignId },
    values: { mode: 'approve' },
    note: 'for the contract',
  });
  const variantId = await posted({ campaignId });
  await push(variantId, 1_000, 12);
  await expect.poll(async () => (await statusOf(variantId)).hold).toMatchObject({ cause: 'approval' });
  return variantId;
}
