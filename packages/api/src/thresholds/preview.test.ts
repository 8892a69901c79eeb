import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RecordedSample, recordVariant } from '../../test/recorded';
import { createWorld, refusalOf, type World } from '../../test/world';

const NOW = Date.UTC(2026, 0, 2, 12);
const POSTED_AT = NOW - 300_000;
let world: World;
beforeAll(async () => {
  world = await createWorld(() => NOW);
});
afterAll(() => world.close());

/** A live variant whose counters were recorded. */
const recorded = (personaId: string, samples: readonly RecordedSample[]) =>
  recordVariant(world, { personaId, postedAt: POSTED_AT }, samples);

const HEALTHY = [
  [60, 1000, 60],
  [120, 2000, 120],
] as const;
const WEAK = [
  [60, 1000, 35],
  [120, 2000, 70],
] as const;
const COMES_BACK = [
  [60, 1000, 35],
  [120, 2000, 110],
] as const;
const BAD = [
  [60, 1000, 20],
  [120, 2000, 40],
] as const;

describe('thresholds.preview', () => {
  it('says what clearing an override would do', async () => {
    const scope = { type: 'persona' as const, id: `persona-${randomUUID()}` };
    await recorded(scope.id, BAD);
    await world.admin.thresholds.set({ scope, values: { killRatio: 0.1 }, note: 'lenient' });
    const { total } = await world.admin.thresholds.preview({ scope, values: {}, replace: true });
    expect(total).toMatchObject({ sessions: 1, wouldHaveKilled: 1 });
    await world.admin.thresholds.clear({ scope, note: 'done' });
  });

  it('says what a stricter policy would have killed, and what of that came back', async () => {
    const persona = `persona-${randomUUID()}`;
    await recorded(persona, HEALTHY);
    const weak = await recorded(persona, WEAK);
    const back = await recorded(persona, COMES_BACK);
    await recorded(persona, BAD);
    const preview = await world.callerWith('read').thresholds.preview({
      scope: { type: 'persona', id: persona },
      values: { killRatio: 0.6 },
    });
    const counts = {
      sessions: 4,
      wouldHaveKilled: 2,
      wouldHaveSpared: 0,
      killedNow: 2,
      killedByBoth: 1,
      laterRecovered: 1,
      silentLosers: 0,
      missed: 0,
      viewsAfterKill: { before: 1000, after: 3000 },
    };
    expect(preview).toMatchObject({
      since: new Date(NOW - 86_400_000).toISOString(),
      recorded: 4,
      truncated: false,
      total: counts,
      personas: [{ personaId: persona, ...counts }],
    });
    expect(preview.changes).toHaveLength(2);
    expect(preview.changes).toContainEqual({
      monitoringId: expect.any(String),
      variantId: back,
      personaId: persona,
      effect: 'killed',
      reason: 'below_threshold',
      secondsAfterPosting: 60,
      viewsAtKill: 1000,
      viewsAtEnd: 2000,
      recovered: true,
      isLive: true,
    });
    expect(preview.changes.find(({ variantId }) => variantId === weak)).toMatchObject({ recovered: false });
  });

  it('says what a gentler policy would have spared, and changes nothing', async () => {
    const persona = `persona-${randomUUID()}`;
    const scope = { type: 'persona', id: persona } as const;
    await recorded(persona, BAD);
    const values = { belowThreshold: { enabled: false }, evidence: { enabled: false } };
    const preview = await world.admin.thresholds.preview({ scope, values });
    expect(preview.total).toMatchObject({ wouldHaveKilled: 0, wouldHaveSpared: 1 });
    expect(preview.changes).toMatchObject([{ effect: 'spared', reason: 'below_threshold' }]);
    expect((await world.admin.thresholds.list()).items).toEqual([]);
  });

  it('replays only what the scope and the time ask for', async () => {
    const persona = `persona-${randomUUID()}`;
    const variantId = await recorded(persona, BAD);
    await recorded(persona, BAD);
    const of = async (scope: { type: 'persona' | 'variant'; id: string }, since?: number) =>
      (
        await world.admin.thresholds.preview({
          scope,
          values: { minViews: 5 },
          ...(since !== undefined && { since: new Date(since).toISOString() }),
        })
      ).total.sessions;
    expect(await of({ type: 'persona', id: persona })).toBe(2);
    expect(await of({ type: 'variant', id: variantId })).toBe(1);
    expect(await of({ type: 'persona', id: persona }, POSTED_AT + 1)).toBe(0);
  });

  it('counts those that it would kill now, however many there are', async () => {
    const persona = `persona-${randomUUID()}`;
    const ended = await recorded(persona, WEAK);
    await world.admin.monitoring.stop({ variantId: ended, reason: 'off topic' });
    for (let index = 0; index < 201; index += 1) await recorded(persona, WEAK);
    const preview = await world.admin.thresholds.preview({
      scope: { type: 'persona', id: persona },
      values: { killRatio: 0.6 },
    });
    expect(preview.total).toMatchObject({ wouldHaveKilled: 202, killedNow: 201 });
    expect(preview.personas).toMatchObject([{ personaId: persona, killedNow: 201 }]);
    expect(preview.changes).toHaveLength(200);
  });

  it('takes a time of exactly 30 days ago, though it is asked a little later', async () => {
    const scope = { type: 'persona' as const, id: `persona-${randomUUID()}` };
    const asked = (since: number) =>
      world.admin.thresholds.preview({ scope, values: {}, since: new Date(since).toISOString() });
    const longest = NOW - 30 * 86_400_000;
    expect(await asked(longest - 60_000)).toMatchObject({ recorded: 0 });
    expect(await refusalOf(asked(longest - 3_600_001))).toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('leaves out what is still live where it is asked to', async () => {
    const persona = `persona-${randomUUID()}`;
    const variantId = await recorded(persona, BAD);
    await recorded(persona, BAD);
    await world.admin.monitoring.stop({ variantId, reason: 'off topic' });
    const scope = { type: 'persona', id: persona } as const;
    const values = { minViews: 5 };
    const ended = await world.admin.thresholds.preview({ scope, values, endedOnly: true });
    expect(ended).toMatchObject({ recorded: 1, total: { sessions: 1 } });
    expect(await world.admin.thresholds.preview({ scope, values })).toMatchObject({ recorded: 2 });
  });

  it.each([
    {
      name: 'values that contradict each other',
      values: { warnRatio: 0.3 },
      message: 'values.warnRatio: warnRatio is 0.3',
    },
    {
      name: 'a time too long ago',
      values: {},
      since: '2025-01-01T00:00:00Z',
      message: 'since: 2025-01-01T00:00:00Z is not within',
    },
  ])('refuses $name', async ({ values, message, since }) => {
    const scope = { type: 'global' } as const;
    const call = world.admin.thresholds.preview({ scope, values, ...(since !== undefined && { since }) });
    expect(await refusalOf(call)).toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining(message),
    });
  });
});

describe('thresholds.set', () => {
  it('refuses a wide override that would contradict a narrower one', async () => {
    const scope = { type: 'persona', id: `persona-${randomUUID()}` } as const;
    await world.admin.thresholds.set({ scope, values: { warnRatio: 0.6 }, note: 'calm' });
    const wide = { scope: { type: 'global' } as const, values: { killRatio: 0.65 }, note: 'stricter' };
    expect(await refusalOf(world.admin.thresholds.set(wide))).toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining(`(with the override of persona ${scope.id})`),
    });
    await world.admin.thresholds.clear({ scope, note: 'done' });
  });
});
