import { resolvePolicy } from '@cull/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  aKill,
  anEnding,
  aPosting,
  aRevival,
  openTestDatabase,
  PASSED,
  POSTED_AT,
  postOne,
} from '../../test/fixtures';
import { endSessions } from '../kills/endings';
import { failStep, readUnfinishedStep } from '../kills/kill-steps';
import { revive } from '../kills/revivals';
import { eventOfChange } from '../sessions/check-records';
import type { Database } from '../system/database';
import { appendEvents } from './events';
import { VARIANT_EVENTS } from './variant-events';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

/** What the log says of a session, compared with the schemas: a field that none of them names is refused. */
async function read(monitoringId: string): Promise<readonly string[]> {
  const events = await db.prisma.event.findMany({ where: { monitoringId }, orderBy: { id: 'asc' } });
  for (const { type, data } of events) {
    const schema = Object.entries(VARIANT_EVENTS).find(([name]) => name === type)?.[1];
    expect(schema?.strict().safeParse(data).error, type).toBeUndefined();
  }
  return events.map(({ type }) => type);
}

it('a kill, a step of it that fails, and its undoing say what their schemas promise', async () => {
  const kill = await aKill(db);
  const task = await readUnfinishedStep(db.pool, kill.stepIds[0] ?? '');
  if (task === null) throw new Error('the step is not there');
  await failStep(db.pool, task, 'no answer', true, kill.at + 1_000);
  await revive(db.pool, aRevival(kill, kill.at + 2_000));
  expect(await read(kill.monitoringId)).toEqual([
    'variant.monitoring_started',
    'variant.killed',
    'variant.kill_failed',
    'variant.revived',
  ]);
});

it('a time-out and a stop do so, too', async () => {
  for (const ending of [PASSED, { outcome: 'stopped', reason: null } as const]) {
    const posting = aPosting();
    const { monitoringId } = await postOne(db, posting);
    await endSessions(db.pool, [anEnding(posting, monitoringId, ending)]);
    expect(await read(monitoringId)).toEqual(['variant.monitoring_started', `variant.${ending.outcome}`]);
  }
});

it('warnings do so, whether about the rate or about a drop', async () => {
  const posting = aPosting();
  const { monitoringId } = await postOne(db, posting);
  const { session, progress } = anEnding(posting, monitoringId, PASSED);
  const policy = resolvePolicy([], {}, POSTED_AT);
  const checked = { session, progress, policy, at: POSTED_AT + 1_000 };
  await appendEvents(db.pool, [
    eventOfChange(checked, { type: 'warned' }),
    eventOfChange({ ...checked, progress: { ...progress, wentBadAt: POSTED_AT } }, { type: 'dropped' }),
  ]);
  expect(await read(monitoringId)).toEqual([
    'variant.monitoring_started',
    'variant.warned',
    'variant.warned',
  ]);
});
