import type { PolicyValues } from '@cull/core';
import { endHalts, setOverride, setProtection, startHalt } from '@cull/db';
import { shardOf } from '@cull/queue';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createWorld, readSession, type World } from '../test/world';

let world: World;
beforeAll(async () => {
  world = await createWorld({}, { maxCheckIntervalSeconds: 1 });
});
afterAll(() => world.close());

const soon = { timeout: 30_000, interval: 50 };
let personas = 0;

/** A persona with a policy of its own. */
async function aPersona(values: PolicyValues) {
  personas += 1;
  const personaId = `persona-${personas}`;
  await override(personaId, values);
  return personaId;
}

function override(personaId: string, values: PolicyValues) {
  const scope = { scopeType: 'persona' as const, scopeId: personaId };
  const change = { scope, author: 'test', note: 'test', now: Date.now() };
  return setOverride(world.db.pool, change, { values, replace: false, expiresAt: null }, async () => {});
}

/** A variant below the kill threshold, or above it. */
async function post(personaId: string, isBad = true) {
  const postId = await world.publish(1000, isBad ? 20 : 60);
  const { monitoringId } = await world.post({ postId, personaId });
  return { postId, monitoringId };
}

/** A variant whose samples are pushed. */
async function postPushed(variantId: string, personaId: string) {
  const { monitoringId } = await world.post({ postId: variantId, variantId, personaId, source: 'push' });
  const push = (views: number, interactions: number) =>
    world.producer.addSamples([
      {
        shard: shardOf(variantId),
        samples: [{ monitoringId, views, interactions, observedAt: Date.now() }],
      },
    ]);
  return { monitoringId, push };
}

const settled = (monitoringId: string, expected: Record<string, unknown>) =>
  vi.waitFor(async () => expect(await readSession(world.db, monitoringId)).toMatchObject(expected), soon);

const outcomes = async (monitoringId: string) =>
  (await readSession(world.db, monitoringId)).decisions.map(({ outcome, holdCause }) => [outcome, holdCause]);

describe('the mode of a policy', () => {
  it('shadow records once that it would have killed; auto then kills', async () => {
    const personaId = await aPersona({ mode: 'shadow' });
    const { monitoringId, postId } = await post(personaId);
    await settled(monitoringId, { status: 'monitoring', holdCause: 'shadow', holdReason: 'below_threshold' });
    await world.setCounters(postId, 1100, 21);
    await settled(monitoringId, { views: 1100n });
    expect(await outcomes(monitoringId)).toEqual([['would_have_killed', 'shadow']]);
    await override(personaId, { mode: 'auto' });
    await settled(monitoringId, { status: 'killed' });
  });

  it('approve waits, and at the end of its time does what the policy says', async () => {
    const approval = { expirySeconds: 1 };
    const killed = await post(
      await aPersona({ mode: 'approve', approval: { ...approval, onExpiry: 'kill' } }),
    );
    const spared = await post(
      await aPersona({ mode: 'approve', approval: { ...approval, onExpiry: 'spare' } }),
    );
    await settled(killed.monitoringId, { status: 'killed' });
    await settled(spared.monitoringId, { status: 'monitoring', holdCause: 'spared' });
    expect(await outcomes(killed.monitoringId)).toEqual([
      ['approval_requested', 'approval'],
      ['killed', null],
    ]);
    expect(await outcomes(spared.monitoringId)).toEqual([
      ['approval_requested', 'approval'],
      ['dismissed', 'spared'],
    ]);
    expect((await readSession(world.db, killed.monitoringId)).decisions.at(-1)?.text).toContain(
      'Nobody answered within 0:01, and the policy kills then.',
    );
    expect((await readSession(world.db, spared.monitoringId)).decisions.at(-1)?.text).toContain(
      'Not killed, since nobody answered within 0:01, so the policy spares it.',
    );
  });
});

describe('what a person holds back', () => {
  it('a pause, until it is resumed', async () => {
    const personaId = await aPersona({});
    const now = Date.now();
    const pause = {
      kind: 'paused',
      personaId,
      source: null,
      reason: 'a test',
      actor: 'ann',
      since: now,
      until: null,
    } as const;
    await startHalt(world.db.pool, pause);
    const { monitoringId } = await post(personaId);
    await settled(monitoringId, { status: 'monitoring', holdCause: 'paused' });
    await endHalts(
      world.db.pool,
      { personaId, source: null },
      { actor: 'ann', reason: 'over', now: Date.now() },
    );
    await settled(monitoringId, { status: 'killed' });
    expect(await outcomes(monitoringId)).toEqual([
      ['would_have_killed', 'paused'],
      ['killed', null],
    ]);
  });

  it('a protected variant, which is watched on', async () => {
    const { monitoringId, postId } = await post(await aPersona({}), false);
    await settled(monitoringId, { views: 1000n });
    const change = { monitoringId, actor: 'ann', note: 'mine', now: Date.now() };
    expect(await setProtection(world.db.pool, change, true)).toBe(true);
    await world.setCounters(postId, 3000, 61);
    await settled(monitoringId, { status: 'monitoring', views: 3000n, holdCause: 'protected' });
  });
});

describe('the blast radius', () => {
  it('never leaves a persona with nothing, however its variants are spread over shards', async () => {
    const personaId = await aPersona({ minPoolSize: 1 });
    const posted = await Promise.all(Array.from({ length: 6 }, () => post(personaId)));
    const sessions = () => Promise.all(posted.map(({ monitoringId }) => readSession(world.db, monitoringId)));
    await vi.waitFor(async () => {
      const all = await sessions();
      expect(all.filter(({ status }) => status === 'killed')).toHaveLength(5);
      expect(all.filter(({ holdCause }) => holdCause === 'min_pool_size').length).toBeGreaterThan(0);
    }, soon);
    const [survivor] = (await sessions()).filter(({ status }) => status === 'monitoring');
    expect(survivor?.variant.pool?.leftAt).toBeNull();
  });
});

describe('a source that gives false counters for most variants', () => {
  it('trips its breaker, so that what looks sound is not killed either, and what others give is', async () => {
    const personaId = await aPersona({});
    const healthy = await Promise.all(Array.from({ length: 14 }, () => post(personaId, false)));
    for (const { monitoringId } of healthy) await settled(monitoringId, { views: 1000n });
    let views = 900;
    await vi.waitFor(async () => {
      // They go on falling: a level that holds would be believed.
      views -= 1;
      await Promise.all(healthy.slice(1).map(({ postId }) => world.setCounters(postId, views, 5)));
      expect(await world.db.prisma.halt.findMany()).toMatchObject([
        {
          kind: 'breaker',
          source: 'default',
          reason: expect.stringContaining('the account default gives false'),
        },
      ]);
    }, soon);
    const [sound] = healthy;
    if (sound === undefined) throw new Error('no variant was posted');
    await world.setCounters(sound.postId, 3000, 61);
    await settled(sound.monitoringId, { status: 'monitoring', views: 3000n, holdCause: 'breaker' });
    const pushed = await postPushed('pushed-while-sick', personaId);
    await pushed.push(1000, 20);
    await settled(pushed.monitoringId, { status: 'killed' });
    await Promise.all(healthy.map(({ postId }) => world.setCounters(postId, 9000, 900)));
    for (const { monitoringId } of healthy) await settled(monitoringId, { views: 9000n });
    const by = { actor: 'ann', reason: 'over', now: Date.now() };
    await endHalts(world.db.pool, { personaId: null, source: null }, by);
  });

  it('stops nothing but its own: pushed samples that fall hold back no variant that is polled', async () => {
    const personaId = await aPersona({});
    const pushed = await Promise.all(
      Array.from({ length: 14 }, (_, index) => postPushed(`falling-${index}`, personaId)),
    );
    for (const { push } of pushed) await push(1000, 60);
    for (const { monitoringId } of pushed) await settled(monitoringId, { views: 1000n });
    let views = 900;
    await vi.waitFor(async () => {
      views -= 1;
      for (const { push } of pushed.slice(1)) await push(views, 5);
      expect(await world.db.prisma.halt.findMany({ where: { source: 'push' } })).toMatchObject([
        {
          kind: 'breaker',
          reason: expect.stringMatching(/^pushed samples have false counters for \d+ of 14/),
        },
      ]);
    }, soon);
    expect(await world.db.prisma.halt.count()).toBe(1);
    const polled = await post(personaId);
    await settled(polled.monitoringId, { status: 'killed' });
    const [sound] = pushed;
    await sound?.push(3000, 61);
    await settled(sound?.monitoringId ?? '', { status: 'monitoring', views: 3000n, holdCause: 'breaker' });
  });
});
