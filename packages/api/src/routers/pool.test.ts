import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVariant, createWorld, type World } from '../../test/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

describe('pool.list', () => {
  it('gives a page with the place to go on from, and ends', async () => {
    const personaId = 'pages';
    const variants = ['a', 'b', 'c'].map((id) => aVariant({ personaId, variantId: `pages-${id}` }));
    await world.admin.variants.postedMany({ variants });
    const first = await world.admin.pool.list({ personaId, limit: 2 });
    expect(first.items.map(({ variantId }) => variantId)).toEqual(['pages-a', 'pages-b']);
    expect(first.nextCursor).toBe('pages-b');
    const last = await world.admin.pool.list({ personaId, limit: 2, cursor: 'pages-b' });
    expect(last.items.map(({ variantId }) => variantId)).toEqual(['pages-c']);
    expect(last.nextCursor).toBeNull();
    expect(await world.admin.pool.list({ personaId })).toMatchObject({
      items: { length: 3 },
      nextCursor: null,
    });
  });
});
