import { overlay, type PolicyValues } from '@cull/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { anEnding, aPosting, openTestDatabase, POSTED_AT, postOne, TOKEN } from '../../test/fixtures';
import { EVENT_SCHEMAS } from '../events/event-schemas';
import { extendSession, setProtection, type TermsChange } from '../sessions/session-terms';
import type { Database } from '../system/database';
import type { DecidedEnding } from './endings';
import { endHalts, readHalts, remindOfPauses, removeEndedHalts, startHalt } from './halts';
import { BREAKER_MS, endByRules } from './rule-kills';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterEach(() => db.prisma.halt.deleteMany());
afterAll(() => db.close());

const NOW = POSTED_AT + 60_000;
let personas = 0;

/** Kills that the rules ask for, of one persona that nobody else uses. */
async function dueKills(
  count: number,
  values: PolicyValues = {},
  at = NOW,
): Promise<readonly DecidedEnding[]> {
  personas += 1;
  const personaId = `persona-${personas}`;
  const due: DecidedEnding[] = [];
  for (let index = 0; index < count; index += 1) {
    const posting = aPosting({ personaId });
    const { monitoringId } = await postOne(db, posting);
    const ending = anEnding(posting, monitoringId, { outcome: 'killed', reason: 'below_threshold' }, at);
    due.push({ ...ending, policy: { ...ending.policy, values: overlay(ending.policy.values, values) } });
  }
  return due;
}

const statuses = async (due: readonly DecidedEnding[]) =>
  (
    await db.prisma.variantMonitoring.findMany({
      where: { id: { in: due.map(({ session }) => session.monitoringId) } },
    })
  )
    .map(({ status }) => status)
    .sort();

const pause = (personaId: string | null) => ({
  kind: 'paused' as const,
  personaId,
  source: null,
  reason: 'a wrong picture',
  actor: 'ann',
  since: NOW - 1,
  until: null,
});

describe('automatic kills', () => {
  it('happen where nothing holds them back', async () => {
    const due = await dueKills(2);
    const { ended, held } = await endByRules(db.pool, TOKEN, due, NOW);
    expect([ended.length, held]).toEqual([2, []]);
    expect(await statuses(due)).toEqual(['killed', 'killed']);
  });

  it('are held back by a pause that came after the decision, and recorded once', async () => {
    const due = await dueKills(1);
    const [decided] = due;
    if (decided === undefined) throw new Error('nothing is due');
    const { monitoringId, personaId } = decided.session;
    await startHalt(db.pool, pause(personaId));
    const { ended, held } = await endByRules(db.pool, TOKEN, due, NOW);
    expect(ended).toEqual([]);
    expect(held).toEqual([
      { monitoringId, hold: { cause: 'paused', reason: 'below_threshold', since: NOW } },
    ]);
    const hold = held[0]?.hold ?? null;
    const again = { ...decided, progress: { ...decided.progress, hold }, decidedAt: NOW + 1000 };
    await endByRules(db.pool, TOKEN, [again], NOW + 1000);

    const session = await db.prisma.variantMonitoring.findUniqueOrThrow({
      where: { id: monitoringId },
      include: { decisions: true, variant: { include: { pool: true } } },
    });
    expect(session).toMatchObject({
      status: 'monitoring',
      holdCause: 'paused',
      holdReason: 'below_threshold',
    });
    expect(session.variant.pool?.leftAt).toBeNull();
    expect(session.decisions).toMatchObject([
      {
        outcome: 'would_have_killed',
        holdCause: 'paused',
        reason: 'below_threshold',
        text: expect.stringContaining(`the kills of ${personaId} were paused by ann: a wrong picture`),
      },
    ]);
  });

  it.each([
    ['protected', (change: TermsChange) => setProtection(db.pool, change, true)],
    ['extended', (change: TermsChange) => extendSession(db.pool, change, 60)],
  ])('leave alone what was %s after the decision, and are decided again', async (_, change) => {
    const due = await dueKills(2);
    const [overtaken, other] = due.map(({ session }) => session.monitoringId);
    if (overtaken === undefined) throw new Error('nothing is due');
    await change({ monitoringId: overtaken, actor: 'ann', note: 'mine', now: NOW });
    const result = await endByRules(db.pool, TOKEN, due, NOW);
    expect(result).toMatchObject({ ended: [{ monitoringId: other }], held: [] });
    expect([...result.overtaken]).toEqual([overtaken]);
    expect(await statuses(due)).toEqual(['killed', 'monitoring']);
    expect(await db.prisma.decision.count({ where: { monitoringId: overtaken } })).toBe(0);
  });

  it('leave a pool as large as the policy says, though two workers kill at once', async () => {
    const due = await dueKills(6, { minPoolSize: 2 });
    const results = await Promise.all([
      endByRules(db.pool, TOKEN, due.slice(0, 3), NOW),
      endByRules(db.pool, TOKEN, due.slice(3), NOW),
    ]);
    expect(results.map(({ ended }) => ended.length).reduce((a, b) => a + b)).toBe(4);
    expect((await statuses(due)).filter((status) => status === 'monitoring')).toHaveLength(2);
    const { personaId } = due[0]?.session ?? { personaId: '' };
    expect(await db.prisma.poolMembership.count({ where: { personaId, leftAt: null } })).toBe(2);
  });

  it('that two workers decided alike happen once, and are neither counted nor held a second time', async () => {
    // A minute of its own, so that the kills of the other tests are not counted.
    const at = NOW + 1_800_000;
    const due = await dueKills(3, { maxKillsPerMinute: 3 }, at);
    const both = await Promise.all([
      endByRules(db.pool, TOKEN, due, at),
      endByRules(db.pool, TOKEN, due, at),
    ]);
    expect(both.map(({ ended }) => ended.length).sort()).toEqual([0, 3]);
    expect(both.flatMap(({ held }) => held)).toEqual([]);
    expect(both.flatMap(({ overtaken }) => [...overtaken])).toEqual([]);
    expect(await readHalts(db.pool, at)).toEqual([]);
    const ids = due.map(({ session }) => session.monitoringId);
    const decisions = await db.prisma.decision.findMany({ where: { monitoringId: { in: ids } } });
    expect(decisions.map(({ outcome }) => outcome)).toEqual(['killed', 'killed', 'killed']);
  });

  it('trip the circuit breaker beyond the limit, which holds all others until it resets by itself', async () => {
    // A minute of its own, so that the kills of the other tests are not counted.
    const at = NOW + 3_600_000;
    const due = await dueKills(5, { maxKillsPerMinute: 3 }, at);
    const { ended, held } = await endByRules(db.pool, TOKEN, due, at);
    expect([ended.length, held.map(({ hold }) => hold.cause)]).toEqual([3, ['breaker', 'breaker']]);
    const [breaker] = await readHalts(db.pool, at);
    expect(breaker).toMatchObject({
      kind: 'breaker',
      personaId: null,
      reason: '3 kills within a minute, and the policy allows 3',
      until: at + BREAKER_MS,
    });
    const others = await dueKills(1, {}, at + 1000);
    expect((await endByRules(db.pool, TOKEN, others, at + 1000)).ended).toEqual([]);

    expect(await removeEndedHalts(db.pool, at + BREAKER_MS - 1)).toBe(0);
    expect(await removeEndedHalts(db.pool, at + BREAKER_MS)).toBe(1);
    expect((await endByRules(db.pool, TOKEN, others, at + BREAKER_MS)).ended).toHaveLength(1);
  });
});

describe('a halt', () => {
  it('keeps its beginning when it is made again, and ends by hand', async () => {
    expect(await startHalt(db.pool, pause(null))).toBe(true);
    expect(await startHalt(db.pool, { ...pause(null), since: NOW + 5000, reason: 'and another' })).toBe(
      false,
    );
    expect(await readHalts(db.pool, NOW)).toMatchObject([{ since: NOW - 1, reason: 'and another' }]);
    const by = { actor: 'ben', reason: 'all is well', now: NOW + 6000 };
    expect(await endHalts(db.pool, { personaId: null, source: null }, by)).toHaveLength(1);
    expect(await endHalts(db.pool, { personaId: null, source: null }, by)).toEqual([]);
    const events = await db.prisma.event.findMany({
      where: { type: { startsWith: 'kills.' } },
      orderBy: { id: 'asc' },
    });
    expect(events.slice(-2).map(({ type, data }) => [type, data])).toEqual([
      ['kills.paused', expect.objectContaining({ actor: 'ann' })],
      ['kills.resumed', expect.objectContaining({ actor: 'ben', reason: 'all is well' })],
    ]);
  });

  it('of a person ends when the newest pause says, and is told each time its end moves', async () => {
    const told = await db.prisma.event.count();
    const minutes = (count: number) => NOW + count * 60_000;
    const ends = [null, minutes(15), minutes(60), minutes(60), null, minutes(15)];
    for (const [index, until] of ends.entries())
      await startHalt(db.pool, { ...pause(null), since: NOW + index, until });
    expect(await readHalts(db.pool, NOW)).toMatchObject([{ since: NOW, until: minutes(15) }]);
    expect(await removeEndedHalts(db.pool, minutes(15))).toBe(1);
    const events = await db.prisma.event.findMany({ orderBy: { id: 'asc' }, skip: told });
    expect(events.map(({ data }) => EVENT_SCHEMAS['kills.resumed'].parse(data).text)).toEqual([
      'ann paused auto-kill until somebody resumes it: a wrong picture',
      'ann paused auto-kill for 15 min: a wrong picture',
      'ann paused auto-kill for 1 h: a wrong picture',
      'ann paused auto-kill until somebody resumes it: a wrong picture',
      'ann paused auto-kill for 15 min: a wrong picture',
      'Auto-kill is on again: the pause is over after 15 min',
    ]);
    expect(events.at(-1)?.type).toBe('kills.resumed');
  });

  it('of a person is reminded of after an hour and then every four, once however many workers ask', async () => {
    await startHalt(db.pool, { ...pause('ada'), since: NOW });
    const reminders = async (hours: number) => {
      const now = NOW + hours * 3_600_000;
      const asked = await Promise.all([1, 2, 3].map(() => remindOfPauses(db.pool, now)));
      return asked.reduce((sum, count) => sum + count);
    };
    const counts = [];
    for (const hours of [0.9, 1, 1.1, 4.9, 5, 9]) counts.push(await reminders(hours));
    expect(counts).toEqual([0, 1, 0, 0, 1, 1]);
    const newest = await db.prisma.event.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(newest).toMatchObject({ type: 'kills.paused', personaId: 'ada' });
    expect(EVENT_SCHEMAS['kills.paused'].parse(newest.data)).toMatchObject({
      reminder: true,
      text: 'Auto-kill of persona ada has been paused for 9 h, by ann: a wrong picture',
    });
    const by = { actor: 'ben', reason: 'all is well', now: NOW };
    await endHalts(db.pool, { personaId: 'ada', source: null }, by);
  });

  it('of a source ends by itself alone, or with all that there is', async () => {
    const breaker = { ...pause(null), kind: 'breaker' as const, until: NOW + 60_000 };
    const by = { actor: 'ben', reason: 'all is well', now: NOW };
    for (const source of ['push', 'default']) await startHalt(db.pool, { ...breaker, source });
    const sources = async () => (await readHalts(db.pool, NOW)).map(({ source }) => source).sort();
    expect(await sources()).toEqual(['default', 'push']);
    expect(await endHalts(db.pool, { personaId: null, source: 'push' }, by)).toHaveLength(1);
    expect(await sources()).toEqual(['default']);
    expect(await endHalts(db.pool, { personaId: null, source: null }, by)).toHaveLength(1);
    expect(await sources()).toEqual([]);
  });

  it('moves its end on, never back', async () => {
    const breaker = { ...pause(null), kind: 'breaker' as const, until: NOW + 60_000 };
    await startHalt(db.pool, breaker);
    await startHalt(db.pool, { ...breaker, until: NOW + 10_000 });
    expect(await readHalts(db.pool, NOW)).toMatchObject([{ until: NOW + 60_000 }]);
  });
});
