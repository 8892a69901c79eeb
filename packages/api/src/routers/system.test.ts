import { forgetMinutes, recordMinute, removeWorker, reportSource, reportWorker, startHalt } from '@cull/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, refusalOf, type World } from '../../test/world';

const START = Date.UTC(2026, 0, 1, 12);
const clock = { now: START };
let world: World;
beforeAll(async () => {
  world = await createWorld(() => clock.now);
});
afterAll(() => world.close());

const everything = { type: 'global' } as const;
const persona = { type: 'persona', id: 'ada' } as const;

describe('pausing kills', () => {
  it('is seen in the status, with who and why, until somebody resumes', async () => {
    const { system } = world.callerWith('control', 'read');
    await system.pause({ scope: everything, reason: 'the tracking is wrong' });
    clock.now += 1000;
    await system.pause({ scope: persona, reason: 'rebranding' });
    const pause = { kind: 'paused', actor: 'key:test', until: null };
    expect((await system.status()).halts).toEqual([
      {
        ...pause,
        scope: { type: 'global', id: null },
        reason: 'the tracking is wrong',
        since: new Date(START).toISOString(),
      },
      { ...pause, scope: persona, reason: 'rebranding', since: new Date(START + 1000).toISOString() },
    ]);
    expect((await system.resume({ scope: everything, reason: 'mended' })).halts).toMatchObject([
      { scope: persona },
    ]);
    expect((await system.resume({ scope: persona, reason: 'done' })).halts).toEqual([]);
  });

  it('ends by itself when it was asked to, and when a newer pause says otherwise', async () => {
    const { system } = world.callerWith('control', 'read');
    const minutes = (count: number) => new Date(clock.now + count * 60_000).toISOString();
    const paused = async (until?: string) =>
      (await system.pause({ scope: everything, reason: 'lunch', ...(until && { until }) })).halts[0]?.until;
    expect(await paused(minutes(15))).toBe(minutes(15));
    expect(await paused(minutes(60))).toBe(minutes(60));
    expect(await paused()).toBe(null);
    expect(await paused(minutes(15))).toBe(minutes(15));
    clock.now += 15 * 60_000;
    expect((await system.status()).halts).toEqual([]);
  });

  it.each([
    { name: 'has passed', ms: 0, message: 'has passed: it is ' },
    { name: 'is far ahead', ms: 31 * 86_400_000, message: 'is over 30 days ahead' },
  ])('refuses an end that $name', async ({ ms, message }) => {
    const until = new Date(clock.now + ms).toISOString();
    const call = world.admin.system.pause({ scope: everything, reason: 'why', until });
    expect(await refusalOf(call)).toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining(`until: ${until} ${message}`),
    });
  });

  it('ends the circuit breaker of one source, and no other', async () => {
    const { system } = world.callerWith('control', 'read');
    const breaker = { kind: 'breaker', personaId: null, reason: 'false', actor: 'engine' } as const;
    const times = { since: clock.now, until: clock.now + 30_000 };
    for (const source of ['push', 'default'])
      await startHalt(world.services.db.pool, { ...breaker, ...times, source });
    const scopes = async () => (await system.status()).halts.map(({ scope }) => scope);
    expect(await scopes()).toEqual(
      expect.arrayContaining([
        { type: 'source', id: 'push' },
        { type: 'source', id: 'default' },
      ]),
    );
    await system.resume({ scope: { type: 'source', id: 'push' }, reason: 'mended' });
    expect(await scopes()).toEqual([{ type: 'source', id: 'default' }]);
    await system.resume({ scope: everything, reason: 'mended' });
    expect(await scopes()).toEqual([]);
  });

  it('refuses to resume what is not halted', async () => {
    const call = world.admin.system.resume({ scope: persona, reason: 'again' });
    expect(await refusalOf(call)).toEqual({
      code: 'CONFLICT',
      message: 'scope: the kills of ada are not halted',
    });
  });

  it.each([
    { name: 'a persona without an id', scope: { type: 'persona' as const } },
    { name: 'everything with one', scope: { type: 'global' as const, id: 'ada' } },
  ])('refuses $name', async ({ scope }) => {
    expect(await refusalOf(world.admin.system.pause({ scope, reason: 'why' }))).toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('scope.id: is needed for the scope persona'),
    });
  });
});

describe('the status of the system', () => {
  it('tells how the workers do, those that went silent too, until they are long gone', async () => {
    const { pool } = world.services.db;
    const figures = { p50: 1, p95: 2, max: 3 };
    const idle = { workerId: 'idle', startedAt: START, ticks: 0, lag: null, took: null };
    const busy = { workerId: 'busy', startedAt: START + 1, ticks: 960, lag: figures, took: figures };
    await reportWorker(pool, idle, START);
    await reportWorker(pool, busy, START + 3_000);
    const workers = async () => (await world.admin.system.status()).workers;
    const startedAt = new Date(START + 1).toISOString();
    const presented = { ...busy, startedAt, seenAt: new Date(START + 3_000).toISOString() };
    expect(await workers()).toEqual([expect.objectContaining({ workerId: 'idle', lag: null }), presented]);
    clock.now = START + 3_600_001;
    expect(await workers()).toEqual([presented]);
    await removeWorker(pool, 'busy', clock.now);
    expect(await workers()).toEqual([]);
  });

  it('tells since when a source is in trouble, when it is asked again, and how much of its limit is used', async () => {
    const { pool } = world.services.db;
    const report = { source: 'threads', detail: null, retryAt: null, usedPercent: 20 };
    await reportSource(pool, { ...report, state: 'healthy' }, START);
    const limited = { ...report, state: 'slow_down', retryAt: START + 9_000, usedPercent: 100 } as const;
    await reportSource(pool, limited, START + 1_000);
    await reportSource(pool, limited, START + 2_000);
    expect((await world.admin.system.status()).sources).toEqual([
      {
        ...limited,
        since: new Date(START + 1_000).toISOString(),
        updatedAt: new Date(START + 2_000).toISOString(),
        retryAt: new Date(START + 9_000).toISOString(),
      },
    ]);
  });

  it('counts what waits and shows every queue', async () => {
    expect(await world.admin.system.status()).toMatchObject({
      at: new Date(clock.now).toISOString(),
      waitingForApproval: 0,
      failedKillSteps: 0,
      failedKillVariants: [],
      shards: [],
      queues: { samples: { waiting: 0, oldestAt: null }, 'kill-steps': { waiting: 0 } },
    });
  });
});

describe('the history of the system', () => {
  it('has the worst of all workers in each stretch, and nothing where nothing was measured', async () => {
    const { pool } = world.services.db;
    const at = Date.UTC(2026, 0, 1, 15);
    clock.now = at + 30_000;
    const idle = { workerId: 'idle', at, ticks: 60, lagP95: 2, tookP95: 8, sourceCalls: 0, sourceP95: null };
    const busy = { ...idle, workerId: 'busy', lagP95: 40, sourceCalls: 10, sourceP95: 250 };
    await recordMinute(pool, idle);
    await recordMinute(pool, { ...busy, lagP95: 1, at: at + 1_000 });
    await recordMinute(pool, { ...busy, at: at + 59_000 });
    await recordMinute(pool, { ...idle, at: at - 25 * 3_600_000 });

    const { stepSeconds, points } = await world.callerWith('read').system.history({ hours: 1 });
    expect([stepSeconds, points.length]).toEqual([60, 60]);
    expect(points.at(-1)).toEqual({
      at: new Date(at).toISOString(),
      workers: 2,
      lagP95: 40,
      tookP95: 8,
      sourceCalls: 10,
      sourceP95: 250,
      kills: 0,
      killP95: null,
    });
    expect(points.at(-2)).toMatchObject({ workers: 0, lagP95: null, sourceCalls: 0, killP95: null });
    const day = await world.callerWith('read').system.history({ hours: 24 });
    expect([day.stepSeconds, day.points.filter(({ workers }) => workers > 0).length]).toEqual([1_440, 1]);

    await forgetMinutes(pool, at + 60_000);
    expect((await world.callerWith('read').system.history()).points.every((one) => one.workers === 0)).toBe(
      true,
    );
  });

  it.each([0, 25, 1.5])('refuses %d hours', async (hours) => {
    expect(await refusalOf(world.admin.system.history({ hours }))).toMatchObject({ code: 'BAD_REQUEST' });
  });
});
