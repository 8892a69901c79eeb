import { randomUUID } from 'node:crypto';
import { NO_PROGRESS, NO_SIBLINGS } from '@cull/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPosting, openTestDatabase, POSTED_AT, postOne } from '../test/fixtures';
import type { Database } from './database';
import { recordProgress } from './live-sessions';
import { reportSteppingVariants } from './stepping-accounts';
import { contextOf, readSurroundings } from './surroundings';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const NOW = POSTED_AT + 60_000;

async function aLiveVariant(personaId: string, interactions: number, observedAt = NOW) {
  const posting = aPosting({ personaId });
  const { monitoringId, deadlineAt } = await postOne(db, posting);
  const progress = {
    ...NO_PROGRESS,
    sample: { views: 1_000, interactions, observedAt },
    quality: 'ok' as const,
  };
  await recordProgress(db.pool, posting.shard, [
    { monitoringId, progress, risk: 0, interactionsDue: 60, deadlineAt },
  ]);
}

describe('what holds around the live variants', () => {
  it('adds up the fresh counters of a persona, and leaves out the variant that lacks most', async () => {
    await aLiveVariant('ada', 10);
    await aLiveVariant('ada', 20);
    await aLiveVariant('ada', 30);
    await aLiveVariant('ada', 99, NOW - 31_000);
    await aLiveVariant('ben', 5);
    const surroundings = await readSurroundings(db.pool, NOW);
    const around = (personaId: string) =>
      contextOf(surroundings, { personaId, source: 'threads' }, null).siblings;
    expect(around('ada')).toEqual({ variants: 2, interactions: 50, due: 120 });
    expect(around('ben')).toEqual(NO_SIBLINGS);
  });

  it('knows an account once two of its variants were seen stepping, for a day', async () => {
    const variant = () => ({ monitoringId: randomUUID(), personaId: 'eve', source: 'push' as const });
    const steps = async (now: number, source: 'threads' | 'push') =>
      contextOf(await readSurroundings(db.pool, now), { personaId: 'eve', source }, null).interactionsStep;
    const [first, second] = [variant(), variant()];
    expect(await reportSteppingVariants(db.pool, [first], NOW)).toEqual([]);
    expect(await reportSteppingVariants(db.pool, [first], NOW)).toEqual([]);
    expect(await steps(NOW, 'push')).toBe(false);
    expect(await reportSteppingVariants(db.pool, [second], NOW)).toEqual(['push eve']);
    expect([await steps(NOW, 'push'), await steps(NOW, 'threads')]).toEqual([true, false]);
    expect(await steps(NOW + 86_400_001, 'push')).toBe(false);
  });
});
