import { randomUUID } from 'node:crypto';
import { seeded, simulate } from '@cull/core/testing';
import { insertSnapshots, readPersonaReactions, setOverride } from '@cull/db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorkbench, type TestContext, type Workbench } from '../test/context';
import { postOne } from '../test/postings';
import { learn } from './learn';
import { PolicyBook } from './policy-book';

const NOW = Date.now();
const HOUR_MS = 3_600_000;
const WINDOW_SECONDS = 600;
let workbench: Workbench;
let context: TestContext;
let now = NOW;
beforeAll(async () => {
  workbench = await createWorkbench();
  context = workbench.context({ now: () => now, policies: new PolicyBook(() => now) });
});
afterAll(() => workbench.close());

interface Recorded {
  readonly sessions: number;
  readonly delaySeconds: number;
  /** Of the expected 6%. */
  readonly engagementRate: number;
  readonly status?: 'timed_out' | 'stopped';
  /** When they were posted, before `NOW`. */
  readonly hoursAgo?: number;
}

/** Sessions of a persona that ran their window, read once a second. */
async function recorded(personaId: string, { sessions, delaySeconds, engagementRate, ...rest }: Recorded) {
  const { status = 'timed_out', hoursAgo = 2 } = rest;
  const audience = { viewsPerMinute: 600, engagementRate, lagSeconds: delaySeconds, clustered: false };
  const startedAt = NOW - hoursAgo * HOUR_MS;
  const endedAt = new Date(startedAt + WINDOW_SECONDS * 1000);
  for (let session = 0; session < sessions; session += 1) {
    const { monitoringId } = await postOne(context.db, { postId: randomUUID(), personaId, startedAt });
    const counters = [...simulate(audience, WINDOW_SECONDS, seeded(7, session))];
    await insertSnapshots(
      context.db.pool,
      counters.map((sample, second) => ({
        ...sample,
        monitoringId,
        observedAt: startedAt + (second + 1) * 1000,
      })),
    );
    await context.db.prisma.variantMonitoring.update({
      where: { id: monitoringId },
      data: { status, endedAt },
    });
  }
}

const known = async (personaId: string) =>
  (await readPersonaReactions(context.db.pool)).find((own) => own.personaId === personaId);
const resolve = (personaId: string) =>
  context.policies.resolve({ personaId, campaignId: null, variantId: 'any' }, now);

it('learns a delay that refutes the default, and what the literal rule does to healthy variants', async () => {
  await recorded('slow', { sessions: 6, delaySeconds: 20, engagementRate: 0.06 });
  await recorded('soon', { sessions: 6, delaySeconds: 3, engagementRate: 0.06 });
  await learn(context);
  const slow = await known('slow');
  expect(slow).toMatchObject({ sessions: 6, updatedAt: NOW });
  expect(slow?.delay?.low).toBeGreaterThan(7.5);
  // Every one of them is healthy, and would be killed while its reactions are still to come.
  expect(slow).toMatchObject({ literalKills: 6, literalFalseKills: 6 });
  expect((await known('soon'))?.delay?.low).toBeLessThan(7.5);

  // The policies were read a moment before.
  await context.policies.refresh(context.db.pool);
  expect(resolve('slow').origins['evidence.reactionDelaySeconds']).toBe('default');
  now += 10_000;
  await context.policies.refresh(context.db.pool);
  const { values, origins } = resolve('slow');
  expect(origins['evidence.reactionDelaySeconds']).toBe('learned');
  expect(values.evidence.reactionDelaySeconds).toBe(slow?.delay?.suggestedSeconds);
  expect(resolve('soon').origins['evidence.reactionDelaySeconds']).toBe('default');
});

it('judges the literal rule rightly where it is right, and not where it is off or the end is unknown', async () => {
  await recorded('losers', { sessions: 3, delaySeconds: 0, engagementRate: 0.015 });
  await recorded('stopped', { sessions: 3, delaySeconds: 0, engagementRate: 0.015, status: 'stopped' });
  await recorded('off', { sessions: 3, delaySeconds: 0, engagementRate: 0.015 });
  const change = {
    scope: { scopeType: 'persona', scopeId: 'off' },
    author: 'test',
    note: 'test',
    now,
  } as const;
  const wanted = { values: { belowThreshold: { enabled: false } }, replace: false, expiresAt: null };
  await setOverride(context.db.pool, change, wanted, async () => {});
  await learn(context);
  expect(await known('losers')).toMatchObject({ sessions: 3, literalKills: 3, literalFalseKills: 0 });
  expect(await known('stopped')).toMatchObject({ sessions: 3, literalKills: 0 });
  expect(await known('off')).toMatchObject({ sessions: 3, literalKills: 0 });
});

it('reads a persona again for a new session or after an hour, and leaves too little data without an estimate', async () => {
  await recorded('new', { sessions: 1, delaySeconds: 0, engagementRate: 0.06 });
  await learn(context);
  expect(await known('new')).toMatchObject({ sessions: 1, delay: null, updatedAt: now });
  const first = now;
  now += HOUR_MS - 1;
  await learn(context);
  expect(await known('new')).toMatchObject({ updatedAt: first });
  // It was posted an hour and ten minutes ago.
  await recorded('new', { sessions: 1, delaySeconds: 0, engagementRate: 0.06, hoursAgo: 0 });
  await learn(context);
  expect(await known('new')).toMatchObject({ sessions: 2, updatedAt: now });
  now += HOUR_MS;
  await learn(context);
  expect(await known('new')).toMatchObject({ updatedAt: now });
});
