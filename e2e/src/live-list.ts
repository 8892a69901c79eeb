import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { mutate } from './orchestrator';

/** A persona that no other test posts for. */
export const aPersona = () => `persona-${randomUUID().slice(0, 8)}`;

/** Live variants whose counters nobody pushes. */
export async function postMany(personaId: string, count: number): Promise<void> {
  const variants = Array.from({ length: count }, (_, index) => ({
    variantId: `${personaId}-${String(index).padStart(4, '0')}`,
    personaId,
    campaignId: personaId,
    postId: randomUUID(),
    source: 'push',
    expectedEngagementRate: 0.06,
  }));
  await mutate('variants.postedMany', { variants });
}

/** Ends what `postMany` posted, so that no other test finds them among its own. */
export async function endAll(personaId: string): Promise<void> {
  await mutate('thresholds.set', {
    scope: { type: 'campaign', id: personaId },
    values: { windowSeconds: 1 },
    note: 'over',
  });
}

/** The live page's list. */
export const list = (page: Page) => page.getByRole('region', { name: 'Variants' });
/** What is drawn of its rows, or cards. */
export const rowsOf = (page: Page) => list(page).locator('[data-row]');
