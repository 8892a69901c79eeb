import { type Ending, type Hold, NO_CONTEXT, overlay } from '@cull/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anEnding, aPosting, openTestDatabase, PASSED, POSTED_AT, postOne } from '../../test/fixtures';
import type { Database } from '../system/database';
import { recordLaterSamples } from './after-kills';
import { endSessions } from './endings';
import { type NewHold, recordHolds } from './holds';
import { readSpareGroup } from './spare-group';
import { judgeSparedVerdicts } from './spared-verdicts';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const VERDICT_AT = POSTED_AT + 60_000;
const DEADLINE = POSTED_AT + 600_000;
const KILL: Ending = { outcome: 'killed', reason: 'below_threshold' };

/** A variant whose kill verdict was spared at 640 views and 12 interactions. */
async function spared(cause: Hold['cause'] = 'holdout') {
  const posting = aPosting({ costPerView: 0.01 });
  const { monitoringId } = await postOne(db, posting);
  const { session, progress, policy } = anEnding(posting, monitoringId, KILL, VERDICT_AT);
  const hold = (since: number): NewHold => ({
    session,
    progress: { ...progress, hold: { cause, reason: 'evidence', since } },
    policy,
    context: NO_CONTEXT,
    at: since,
  });
  await recordHolds(db.pool, [hold(VERDICT_AT)]);
  return {
    monitoringId,
    again: (since: number) => recordHolds(db.pool, [hold(since)]),
    end: async (ending: Ending, views: number, interactions: number, at = DEADLINE) => {
      const decided = anEnding(posting, monitoringId, ending, at);
      const sample = { views, interactions, observedAt: at - 1_000 };
      await endSessions(db.pool, [{ ...decided, progress: { ...decided.progress, sample } }]);
    },
    row: () => db.prisma.sparedVerdict.findUnique({ where: { monitoringId } }),
    events: async () => {
      const events = await db.prisma.event.findMany({
        where: { monitoringId, type: 'variant.holdout_ended' },
      });
      return events.map(({ data }) => data);
    },
  };
}

describe('a kill verdict that was spared', () => {
  it.each([
    // Expected are 6%, and the warn threshold is 4.2%.
    { name: 'false where the variant is back at the warn threshold', interactions: 84, wasFalse: true },
    { name: 'right where it is still below', interactions: 83, wasFalse: false },
  ])('is judged at the end of the window: $name', async ({ interactions, wasFalse }) => {
    const { end, row, events } = await spared();
    await judgeSparedVerdicts(db.pool, DEADLINE);
    expect(await row()).toMatchObject({ reason: 'evidence', views: 640n, interactions: 12n, judgedAt: null });
    await end(PASSED, 2_000, interactions);
    const wereFalse = wasFalse ? 1 : 0;
    expect(await judgeSparedVerdicts(db.pool, DEADLINE)).toEqual({
      wereFalse,
      wereRight: 1 - wereFalse,
      unknown: 0,
    });
    expect(await row()).toMatchObject({
      viewsAtEnd: 2000n,
      interactionsAtEnd: BigInt(interactions),
      wasFalse,
    });
    expect(await events()).toEqual([
      {
        reason: 'evidence',
        text: expect.stringMatching(wasFalse ? /^The kill would have been false: / : /have been right: /),
        verdictAt: new Date(VERDICT_AT).toISOString(),
        viewsAtVerdict: 640,
        interactionsAtVerdict: 12,
        views: 2_000,
        interactions,
        wasFalse,
      },
    ]);
  });

  it('is judged once, and by its first verdict', async () => {
    const { again, end, row, events, monitoringId } = await spared();
    await db.prisma.variantMonitoring.update({ where: { id: monitoringId }, data: { holdCause: 'paused' } });
    await again(VERDICT_AT + 60_000);
    expect((await row())?.verdictAt).toEqual(new Date(VERDICT_AT));
    await end(PASSED, 2_000, 120);
    await Promise.all([judgeSparedVerdicts(db.pool, DEADLINE), judgeSparedVerdicts(db.pool, DEADLINE)]);
    await judgeSparedVerdicts(db.pool, DEADLINE + 5_000);
    expect(await events()).toHaveLength(1);
  });

  it.each([
    { name: 'read again at the end of the window', at: DEADLINE - 60_000, wasFalse: true },
    { name: 'read before alone', at: DEADLINE - 60_001, wasFalse: null },
  ])('of a variant that was killed by hand meanwhile, $name', async ({ at, wasFalse }) => {
    const { end, row, events, monitoringId } = await spared();
    await end({ outcome: 'killed', reason: 'manual' }, 700, 13, VERDICT_AT + 10_000);
    await recordLaterSamples(db.pool, null, [
      { monitoringId, views: 1_000, interactions: 60, observedAt: at },
    ]);
    expect(await judgeSparedVerdicts(db.pool, DEADLINE - 1)).toMatchObject({ wereFalse: 0, unknown: 0 });
    await judgeSparedVerdicts(db.pool, DEADLINE);
    expect(await row()).toMatchObject({ wasFalse, viewsAtEnd: wasFalse === null ? null : 1000n });
    expect(await events()).toMatchObject([{ wasFalse, views: wasFalse === null ? null : 1_000 }]);
  });

  it('of a session that was stopped can’t be judged', async () => {
    const { end, row } = await spared();
    await end({ outcome: 'stopped', reason: null }, 700, 13, VERDICT_AT + 10_000);
    expect(await judgeSparedVerdicts(db.pool, DEADLINE)).toMatchObject({ unknown: 1 });
    expect(await row()).toMatchObject({ wasFalse: null, viewsAtEnd: null, judgedAt: expect.any(Date) });
  });

  it('is none where something else held the kill back', async () => {
    const { row } = await spared('shadow');
    expect(await row()).toBeNull();
  });
});

describe('the spare group', () => {
  it('has the verdicts, and the automatic kills that could have been spared as well', async () => {
    const at = POSTED_AT + 30 * 86_400_000;
    const before = await readSpareGroup(db.pool, { sparedSince: VERDICT_AT + 1, killsSince: at });
    expect(before).toEqual({ verdicts: [], kills: [] });
    const kill = async (ending: Ending, holdoutRate: number) => {
      const posting = aPosting({ personaId: 'measured' });
      const { monitoringId } = await postOne(db, posting);
      const decided = anEnding(posting, monitoringId, ending, at);
      const policy = { ...decided.policy, values: overlay(decided.policy.values, { holdoutRate }) };
      await endSessions(db.pool, [{ ...decided, policy }]);
    };
    await kill(KILL, 0.1);
    await kill(KILL, 0.5);
    await kill(KILL, 0);
    await kill({ outcome: 'killed', reason: 'manual' }, 0.5);
    const { verdicts, kills } = await readSpareGroup(db.pool, { sparedSince: VERDICT_AT, killsSince: at });
    expect(kills).toEqual([{ personaId: 'measured', reason: 'below_threshold', kills: 2 }]);
    expect(verdicts).toContainEqual({
      personaId: 'persona-1',
      reason: 'evidence',
      viewsAtVerdict: 640,
      viewsAtEnd: 2_000,
      wasFalse: true,
      costPerView: 0.01,
    });
  });
});
