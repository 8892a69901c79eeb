import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLiveVariant } from '../../test/live-variant';
import { aVariant, createWorld, refusalOf, type World } from '../../test/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

describe('monitoring.list', () => {
  it('gives what was posted by an instant, for those who look at that time', async () => {
    const personaId = 'posted-until';
    const now = Date.now();
    const ids = [3, 2, 1].map((minutes) => ({
      ...aVariant({ personaId, postedAt: new Date(now - minutes * 60_000).toISOString() }),
      minutes,
    }));
    for (const { minutes: _, ...variant } of ids) await world.admin.variants.posted(variant);
    const postedUntil = ids[1]?.postedAt ?? '';
    const { items } = await world.admin.monitoring.list({ personaId, postedUntil, limit: 10 });
    expect(items.map(({ variantId }) => variantId)).toEqual([ids[1]?.variantId, ids[0]?.variantId]);
  });

  it('pages through all, each once, while new ones are posted in between', async () => {
    const personaId = 'listed-persona';
    const postedAt = new Date(Date.now() - 1_000).toISOString();
    // The same instant for all: only the id orders them.
    const variants = Array.from({ length: 25 }, () => aVariant({ personaId, postedAt }));
    await world.admin.variants.postedMany({ variants });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await world.admin.monitoring.list({ personaId, limit: 10, cursor });
      seen.push(...page.items.map(({ variantId }) => variantId));
      cursor = page.nextCursor ?? undefined;
      await world.admin.variants.posted(aVariant({ personaId }));
    } while (cursor !== undefined);
    expect(seen.toSorted()).toEqual(variants.map(({ variantId }) => variantId).toSorted());
  });

  it('refuses a cursor that no list gave, rather than answer with an empty last page', async () => {
    const cursor = '00000000-0000-4000-8000-000000000000';
    const refused = { code: 'BAD_REQUEST', message: expect.stringContaining(`cursor: ${cursor}`) };
    expect(await refusalOf(world.admin.monitoring.list({ cursor }))).toEqual(refused);
    expect(await refusalOf(world.admin.decisions.list({ cursor }))).toEqual(refused);
  });

  it('filters killed variants by the reason of the kill', async () => {
    const { variantId, personaId } = await aLiveVariant(world, { personaId: 'killed-by-hand' });
    await world.admin.monitoring.kill({ variantId, reason: 'seen enough' });
    const killedBy = async (killReason: 'manual' | 'evidence') =>
      (await world.admin.monitoring.list({ personaId, status: 'killed', killReason })).items.length;
    expect([await killedBy('manual'), await killedBy('evidence')]).toEqual([1, 0]);
  });

  it('orders by risk, and filters by status, persona and campaign', async () => {
    const filter = { personaId: 'sorted-persona', campaignId: 'sorted' };
    const low = await aLiveVariant(world, filter, 0.1);
    const high = await aLiveVariant(world, filter, 0.9);
    const ended = await aLiveVariant(world, filter, 0.5);
    await aLiveVariant(world, { ...filter, campaignId: 'another' });
    await world.admin.monitoring.stop({ variantId: ended.variantId, reason: 'over' });
    const { items } = await world.admin.monitoring.list({ ...filter, status: 'monitoring', sort: 'risk' });
    expect(items.map(({ variantId }) => variantId)).toEqual([high.variantId, low.variantId]);
  });

  it('orders what has ended by when it ended, page by page', async () => {
    const filter = { personaId: 'ended-persona', campaignId: 'ended' };
    const [first, second, live] = [
      await aLiveVariant(world, filter),
      await aLiveVariant(world, filter),
      await aLiveVariant(world, filter),
    ];
    // The one that was posted first ends last.
    await world.admin.monitoring.kill({ variantId: second.variantId, reason: 'seen enough' });
    await world.admin.monitoring.stop({ variantId: first.variantId, reason: 'over' });
    const list = (cursor?: string) =>
      world.admin.monitoring.list({ ...filter, sort: 'ended', limit: 1, cursor });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(cursor);
      seen.push(...page.items.map(({ variantId }) => variantId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual([first.variantId, second.variantId]);
    expect(seen).not.toContain(live.variantId);
  });

  it.each([
    ['limit', { limit: 501 }],
    ['limit', { limit: 0 }],
    ['cursor', { cursor: 'not-an-id' }],
  ])('refuses a bad %s', async (field, input) => {
    const { code, message } = await refusalOf(world.admin.monitoring.list(input));
    expect({ code, message }).toEqual({
      code: 'BAD_REQUEST',
      message: expect.stringContaining(`${field}: `),
    });
  });
});
