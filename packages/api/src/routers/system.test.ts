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
  it('counts what waits and shows every queue', async () => {
    expect(await world.admin.system.status()).toMatchObject({
      at: new Date(clock.now).toISOString(),
      waitingForApproval: 0,
      failedKillSteps: 0,
      shards: [],
      queues: { ticks: { waiting: 0 }, 'kill-steps': { waiting: 0 } },
    });
  });
});
