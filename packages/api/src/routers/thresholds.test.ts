import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVariant, createWorld, refusalOf, type World } from '../../test/world';

const START = Date.UTC(2026, 0, 1, 12);
const clock = { now: START };
let world: World;
beforeAll(async () => {
  world = await createWorld(() => clock.now);
});
afterAll(() => world.close());

/** A persona that no other test touches. */
function aScope() {
  return { type: 'persona' as const, id: `persona-${randomUUID()}` };
}

describe('thresholds.set', () => {
  it('takes each value from the narrowest scope that sets it, and says which', async () => {
    const scope = aScope();
    const variant = aVariant({ personaId: scope.id, campaignId: 'spring' });
    await world.admin.variants.posted(variant);
    const { variantId } = variant;
    await world.admin.thresholds.set({ scope, values: { killRatio: 0.4, minViews: 50 }, note: 'persona' });
    const { version } = await world.admin.thresholds.set({
      scope: { type: 'variant', id: variantId },
      values: { killRatio: 0.3, belowThreshold: { enabled: false } },
      note: 'this one',
    });
    const effective = await world.admin.thresholds.effective({ variantId });
    expect(effective.values).toMatchObject({
      killRatio: 0.3,
      minViews: 50,
      warnRatio: 0.7,
      belowThreshold: { enabled: false },
    });
    expect(effective.origins).toMatchObject({
      killRatio: 'variant',
      minViews: 'persona',
      warnRatio: 'default',
      'belowThreshold.enabled': 'variant',
    });
    expect(effective.version).toBe(version);
    expect(effective.scopes.map(({ type }) => type).sort()).toEqual(['persona', 'variant']);
    const status = await world.admin.monitoring.status({ variantId });
    expect(status.policy).toMatchObject({ killRatio: 0.3, minViews: 50, version });
  });

  it('lays values over those that the scope has, and keeps every version', async () => {
    const scope = aScope();
    await world.admin.thresholds.set({ scope, values: { minViews: 50 }, note: 'first' });
    await world.admin.thresholds.set({ scope, values: { killRatio: 0.4 }, note: 'second' });
    const { version } = await world.admin.thresholds.clear({ scope, note: 'third' });
    const { items } = await world.admin.thresholds.history({ scope });
    expect(items).toMatchObject([
      { action: 'clear', values: {}, note: 'third', version },
      { action: 'set', values: { minViews: 50, killRatio: 0.4 }, note: 'second', author: 'key:test' },
      { action: 'set', values: { minViews: 50 }, note: 'first' },
    ]);
    const older = await world.admin.thresholds.history({ scope, cursor: version, limit: 1 });
    expect(older.items).toMatchObject([{ note: 'second' }]);
  });

  it('writes the change into the event log, and has every shard looked at again', async () => {
    const scope = aScope();
    const before = await world.services.producer.depths();
    const { version } = await world.admin.thresholds.set({ scope, values: { minViews: 1 }, note: 'told' });
    const after = await world.services.producer.depths();
    expect(after.samples.waiting - before.samples.waiting).toBe(16);
    const event = await world.services.db.prisma.event.findFirstOrThrow({
      where: { type: 'policy.changed', personaId: scope.id },
    });
    expect(event.data).toMatchObject({ version, author: 'key:test', note: 'told' });
  });

  it('lets one of ten editors win who all saw the same version', async () => {
    const scope = aScope();
    const attempts = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        world.admin.thresholds.set({ scope, values: { minViews: index }, note: 'race', expectedVersion: 0 }),
      ),
    );
    const won = attempts.filter(({ status }) => status === 'fulfilled');
    expect(won).toHaveLength(1);
    expect((await world.admin.thresholds.history({ scope })).items).toHaveLength(1);
    const refusal = await refusalOf(
      world.admin.thresholds.set({ scope, values: { minViews: 1 }, note: 'late', expectedVersion: 0 }),
    );
    expect(refusal).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('expectedVersion') });
  });

  it('refuses what contradicts the policy that it would result in, and stores nothing', async () => {
    const scope = aScope();
    await world.admin.thresholds.set({ scope, values: { warnRatio: 0.6 }, note: 'warn later' });
    const refusal = await refusalOf(
      world.admin.thresholds.set({ scope, values: { killRatio: 0.65 }, note: 'above the warning' }),
    );
    expect(refusal).toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringMatching(/^values\.warnRatio: .*killRatio 0\.65/),
    });
    expect((await world.admin.thresholds.history({ scope })).items).toHaveLength(1);
  });

  it('checks a variant against its persona’s override too', async () => {
    const scope = aScope();
    const { variantId } = await world.admin.variants.posted(aVariant({ personaId: scope.id }));
    await world.admin.thresholds.set({ scope, values: { warnRatio: 0.55 }, note: 'persona' });
    const refusal = await refusalOf(
      world.admin.thresholds.set({
        scope: { type: 'variant', id: variantId },
        values: { killRatio: 0.6 },
        note: 'too high here',
      }),
    );
    expect(refusal).toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('values.warnRatio'),
    });
  });

  it('asks of a narrower scope only where it has variants in common', async () => {
    const { set } = world.admin.thresholds;
    const campaign = { type: 'campaign', id: `short-${randomUUID()}` } as const;
    await set({ scope: campaign, values: { windowSeconds: 45 }, note: 'over within a minute' });
    const approve = { values: { mode: 'approve' as const }, note: 'ask first' };
    expect(await set({ scope: aScope(), ...approve })).toHaveProperty('version');

    const inIt = aScope();
    await world.admin.variants.posted(aVariant({ personaId: inIt.id, campaignId: campaign.id }));
    expect(await refusalOf(set({ scope: inIt, ...approve }))).toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining(`with the override of campaign ${campaign.id}`),
    });
  });

  it('puts values in the place of all that the scope had, where it is asked to', async () => {
    const scope = aScope();
    await world.admin.thresholds.set({ scope, values: { minViews: 50, killRatio: 0.4 }, note: 'two' });
    await world.admin.thresholds.set({ scope, values: { killRatio: 0.4 }, replace: true, note: 'one' });
    const { scopes, values } = await world.admin.thresholds.effective({ personaId: scope.id });
    expect(scopes).toMatchObject([{ values: { killRatio: 0.4 }, expiresAt: null }]);
    expect(values.minViews).toBe(0);
  });

  it.each([
    ['values.killRatio', { values: { killRatio: 0 } }],
    ['values.killRatio', { values: { killRatio: Number.NaN } }],
    ['values.minInteractions', { values: { minInteractions: 0 } }],
    ['values.windowSeconds', { values: { windowSeconds: 1.5 } }],
    ['values', { values: {} }],
    ['note', { note: '  ' }],
    ['note', { note: 'nul \u0000' }],
    ['scope.id', { scope: { type: 'persona' as const } }],
    ['scope.id', { scope: { type: 'global' as const, id: 'x' } }],
    ['expiresAt', { expiresAt: new Date(START - 1).toISOString() }],
    ['expectedVersion', { expectedVersion: -1 }],
  ])('refuses a bad %s by its name: %j', async (field, input) => {
    const good = { scope: aScope(), values: { minViews: 1 }, note: 'good' };
    const { code, message } = await refusalOf(world.admin.thresholds.set({ ...good, ...input }));
    expect({ code, message }).toEqual({
      code: 'BAD_REQUEST',
      message: expect.stringContaining(`${field}: `),
    });
  });

  it('names a value that no policy has', async () => {
    const values = Object.assign({ minViews: 1 }, { killRation: 0.4 });
    const { message } = await refusalOf(
      world.admin.thresholds.set({ scope: aScope(), values, note: 'typo' }),
    );
    expect(message).toContain('killRation');
  });
});

describe('an override that expires', () => {
  it('ends by itself, is listed no more, and does not come back with the next change', async () => {
    const scope = aScope();
    const expiresAt = new Date(clock.now + 60_000).toISOString();
    await world.admin.thresholds.set({ scope, values: { killRatio: 0.1 }, note: 'for a minute', expiresAt });
    expect((await world.admin.thresholds.effective({ personaId: scope.id })).values.killRatio).toBe(0.1);

    clock.now += 60_000;
    const after = await world.admin.thresholds.effective({ personaId: scope.id });
    expect(after.values.killRatio).toBe(0.5);
    expect(after.scopes).toEqual([]);
    const { items } = await world.admin.thresholds.list();
    expect(items.map((item) => item.scope.id)).not.toContain(scope.id);

    await world.admin.thresholds.set({ scope, values: { minViews: 9 }, note: 'again', expectedVersion: 0 });
    const again = await world.admin.thresholds.effective({ personaId: scope.id });
    expect(again.values).toMatchObject({ killRatio: 0.5, minViews: 9 });
  });
});

describe('thresholds.clear', () => {
  it('gives the values of the wider scopes back, and can be followed by a new override', async () => {
    const scope = aScope();
    await world.admin.thresholds.set({ scope, values: { killRatio: 0.2 }, note: 'set' });
    const { version } = await world.admin.thresholds.clear({ scope, note: 'clear' });
    const cleared = await world.admin.thresholds.effective({ personaId: scope.id });
    expect(cleared.values.killRatio).toBe(0.5);
    // Both those who know the clearing and those who see no override are right about the scope.
    await world.admin.thresholds.set({ scope, values: { minViews: 1 }, note: 'a', expectedVersion: version });
    await world.admin.thresholds.clear({ scope, note: 'clear' });
    await world.admin.thresholds.set({ scope, values: { minViews: 2 }, note: 'b', expectedVersion: 0 });
    expect((await world.admin.thresholds.effective({ personaId: scope.id })).values).toMatchObject({
      minViews: 2,
      killRatio: 0.5,
    });
  });

  it('says so where there is nothing to clear, and where the scope has moved on', async () => {
    const scope = aScope();
    const nothing = await refusalOf(world.admin.thresholds.clear({ scope, note: 'nothing' }));
    expect(nothing).toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining(scope.id) });
    expect((await world.admin.thresholds.history({ scope })).items).toEqual([]);
    const { version } = await world.admin.thresholds.set({ scope, values: { minViews: 1 }, note: 'set' });
    const stale = await refusalOf(
      world.admin.thresholds.clear({ scope, note: 'stale', expectedVersion: version - 1 }),
    );
    expect(stale.code).toBe('CONFLICT');
  });
});

describe('thresholds.restore', () => {
  const scope = { type: 'persona', id: 'restored' } as const;
  const own = async () => {
    const { items } = await world.admin.thresholds.list();
    return items.find((item) => item.scope.id === scope.id)?.values;
  };

  it('gives a scope exactly the values of an earlier version, as a new one', async () => {
    const { set, restore } = world.admin.thresholds;
    const first = await set({ scope, values: { killRatio: 0.4, minViews: 100 }, note: 'one' });
    const second = await set({ scope, values: { killRatio: 0.3, mode: 'shadow' }, note: 'two' });
    const back = { scope, version: first.version, note: 'back', expectedVersion: second.version };
    const third = await restore(back);
    expect(third.version).toBeGreaterThan(second.version);
    expect(await own()).toEqual({ killRatio: 0.4, minViews: 100 });
    expect(await refusalOf(restore(back))).toMatchObject({ code: 'CONFLICT' });
  });

  it('lets it end when the version would have, or never where that is over', async () => {
    const { set, restore, list } = world.admin.thresholds;
    const expiresAt = new Date(clock.now + 60_000).toISOString();
    const short = await set({ scope, values: { killRatio: 0.4 }, note: 'for a minute', expiresAt });
    await set({ scope, values: { killRatio: 0.3 }, note: 'forever' });
    const expiry = async () => (await list()).items.find((item) => item.scope.id === scope.id)?.expiresAt;
    await restore({ scope, version: short.version, note: 'back' });
    expect(await expiry()).toBe(expiresAt);
    clock.now += 60_000;
    await restore({ scope, version: short.version, note: 'back, too late' });
    expect(await expiry()).toBeNull();
  });

  it('clears the scope again where the version had cleared it', async () => {
    const { set, clear, restore } = world.admin.thresholds;
    const cleared = await clear({ scope, note: 'gone' });
    await set({ scope, values: { killRatio: 0.2 }, note: 'again' });
    await restore({ scope, version: cleared.version, note: 'back to nothing' });
    expect(await own()).toBeUndefined();
  });

  it('refuses a version that the scope never had, and values that contradict the wider scopes since', async () => {
    const { set, restore } = world.admin.thresholds;
    const other = await set({
      scope: { type: 'persona', id: 'another' },
      values: { killRatio: 0.4 },
      note: 'x',
    });
    expect(await refusalOf(restore({ scope, version: other.version, note: 'x' }))).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/^version: persona restored never had this version/),
    });
    const narrow = await set({ scope, values: { killRatio: 0.65 }, note: 'close to the warn threshold' });
    await set({ scope, values: { killRatio: 0.3, warnRatio: 0.6 }, note: 'other lines' });
    await world.admin.thresholds.clear({ scope, note: 'none' });
    await set({ scope: { type: 'global' }, values: { warnRatio: 0.6 }, note: 'a lower warn threshold' });
    expect(await refusalOf(restore({ scope, version: narrow.version, note: 'x' }))).toMatchObject({
      code: 'BAD_REQUEST',
    });
    await world.admin.thresholds.clear({ scope: { type: 'global' }, note: 'done' });
  });
});
