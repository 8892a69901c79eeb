import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { push } from '../src/contract/world';
import { mutate, post, publish, query } from '../src/orchestrator';
import { invitedViewer } from './invited';
import { test } from './signed-in';

/** They are worked out every ten seconds. */
const WORKED_OUT_MS = 60_000;

/** Of kills that are judged at their end. */
const WINDOW_SECONDS = 15;
/** The share of fewer judged kills would be chance. */
const JUDGED_KILLS = 10;

const barOf = (page: Page, personaId: string) =>
  page.getByRole('region', { name: 'Notices' }).getByRole('note').filter({ hasText: personaId });

/** Waits until there is a notice of the persona: a page asks for them when it opens, and then every thirty seconds. */
async function workedOut(personaId: string): Promise<void> {
  const notices = async () => JSON.stringify(await query('insights.notices', {}));
  await expect.poll(notices, { timeout: WORKED_OUT_MS }).toContain(personaId);
}

/** Posts variants that the literal rule kills, and that recover by the end of their windows. */
async function killFalsely(personaId: string): Promise<void> {
  // They are below the threshold together, which would block their kills.
  const values = { windowSeconds: WINDOW_SECONDS, siblings: { guard: 'off' } };
  await mutate('thresholds.set', { scope: { type: 'persona', id: personaId }, values, note: 'for the test' });
  const wait = async (variantId: string) => {
    const status = async () => (await query('monitoring.status', { variantId })).status;
    await push(variantId, 1_000, 20);
    await expect.poll(status).toBe('killed');
    const sample = { variantId, views: 2_000, interactions: 200, observedAt: new Date().toISOString() };
    await mutate('metrics.ingest', { samples: [sample] });
  };
  await Promise.all(
    Array.from({ length: JUDGED_KILLS }, async (_, number) =>
      wait(await post(`hasty-${number}`, `post-${number}-of-${personaId}`, { personaId, source: 'push' })),
    ),
  );
}

test('what is wrong with a persona’s figures is told on the live page, until it is put away', async ({
  page,
}) => {
  test.setTimeout(2 * WORKED_OUT_MS);
  const personaId = `doubtful-${randomUUID().slice(0, 8)}`;
  const scope = { type: 'persona', id: personaId };
  await mutate('thresholds.set', { scope, values: { mode: 'shadow' }, note: 'nothing is killed here' });
  for (let count = 0; count < 4; count += 1) {
    await post('doubtful', await publish(60_000, 12), { personaId });
  }
  const bar = barOf(page, personaId);
  await workedOut(personaId);
  await page.goto('/');
  await expect(bar).toContainText(/together got \d+ of [\d,]+ interactions due so far/);
  await bar.getByRole('button', { name: `Dismiss the notices of ${personaId} for a day` }).click();
  await expect(bar).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('region', { name: 'Overview' })).toBeVisible();
  await expect(bar).toHaveCount(0);
  await mutate('thresholds.set', { scope, values: { windowSeconds: 1 }, note: 'over' });
});

test('a notice is ended by the switch that it offers, to those who may switch', async ({
  page,
  request,
  browser,
}) => {
  test.setTimeout(3 * WORKED_OUT_MS);
  const personaId = `hasty-${randomUUID().slice(0, 8)}`;
  const scope = { type: 'persona', id: personaId };
  await killFalsely(personaId);
  const bar = barOf(page, personaId);
  const name = `Switch to Careful for ${personaId}`;
  await workedOut(personaId);
  await page.goto('/');
  await expect(bar).toContainText(`10 of 10 judged kills of ${personaId} by the literal rule were false`);

  const { page: viewer } = await invitedViewer(request, browser);
  await expect(barOf(viewer, personaId)).toContainText('were false');
  await expect(viewer.getByRole('button', { name })).toHaveCount(0);
  await expect(viewer.getByRole('button', { name: `Dismiss the notices of ${personaId}` })).toBeVisible();
  await viewer.context().close();

  await bar.getByRole('button', { name }).click();
  const question = page.getByRole('dialog');
  await expect(question).toContainText('Breaches in a row: 1 → 3');
  await expect(question.getByRole('textbox', { name: 'Reason' })).toHaveValue(/were false/);
  // Somebody else is a moment sooner.
  await page.route(
    /thresholds\.set/,
    async (route) => {
      await mutate('thresholds.set', { scope, values: { minViews: 7 }, note: 'sooner' });
      await route.continue();
    },
    { times: 1 },
  );
  await question.getByRole('button', { name }).click();
  await expect(question).toContainText('Somebody else changed this first.');
  expect((await query('thresholds.effective', { personaId })).values).toMatchObject({
    minViews: 7,
    consecutiveBreaches: 1,
  });

  await question.getByRole('button', { name }).click();
  await expect(page.getByText('Applied. It is active now.')).toBeVisible();
  await expect(bar).toHaveCount(0);
  expect((await query('thresholds.effective', { personaId })).values).toMatchObject({
    minViews: 7,
    windowSeconds: WINDOW_SECONDS,
    consecutiveBreaches: 3,
    belowThreshold: { enabled: true, reactionDelaySeconds: 7.5 },
    drop: { action: 'kill' },
  });
});
