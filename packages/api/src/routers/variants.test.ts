import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVariant, createWorld, refusalOf, type World } from '../../test/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const DAY_MS = 86_400_000;
const fromNow = (ms: number) => new Date(Date.now() + ms).toISOString();

describe('variants.posted', () => {
  it('starts monitoring, with the deadline of the active policy', async () => {
    await world.admin.thresholds.set({
      scope: { type: 'persona', id: 'quick' },
      values: { windowSeconds: 60 },
      note: 'a short window',
    });
    const variant = aVariant({
      personaId: 'quick',
      scheduledPosts: [{ id: 'a', publishAt: fromNow(DAY_MS) }],
    });
    const session = await world.admin.variants.posted(variant);
    expect(session).toMatchObject({ variantId: variant.variantId, status: 'monitoring', created: true });
    expect(Date.parse(session.deadlineAt) - Date.parse(session.startedAt)).toBe(60_000);
    const { items } = await world.admin.pool.list({ personaId: 'quick' });
    expect(items).toMatchObject([{ variantId: variant.variantId, scheduledPosts: [{ id: 'a' }] }]);
  });

  it('meets the same session when the call is made again, even ten at a time', async () => {
    const variant = aVariant();
    const sessions = await Promise.all(
      Array.from({ length: 10 }, () => world.admin.variants.posted(variant)),
    );
    expect(new Set(sessions.map(({ monitoringId }) => monitoringId)).size).toBe(1);
    expect(sessions.filter(({ created }) => created)).toHaveLength(1);
  });

  it('refuses another post while one is monitored, and takes it afterward', async () => {
    const variant = aVariant();
    await world.admin.variants.posted(variant);
    const again = { ...variant, postId: 'another-post' };
    const refusal = await refusalOf(world.admin.variants.posted(again));
    expect(refusal).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining(variant.postId) });
    await world.admin.monitoring.stop({ variantId: variant.variantId, reason: 'moved to another post' });
    expect(await world.admin.variants.posted(again)).toMatchObject({ status: 'monitoring', created: true });
  });

  it.each([
    ['expectedEngagementRate', { expectedEngagementRate: 0 }],
    ['expectedEngagementRate', { expectedEngagementRate: 1.1 }],
    ['expectedEngagementRate', { expectedEngagementRate: Number.NaN }],
    ['expectedEngagementRate', { expectedEngagementRate: Number.POSITIVE_INFINITY }],
    ['variantId', { variantId: '' }],
    ['variantId', { variantId: 'a\u0000b' }],
    ['variantId', { variantId: 'half a pair \ud800' }],
    ['variantId', { variantId: 'x'.repeat(201) }],
    ['personaId', { personaId: 'tab\there' }],
    ['content', { content: 'x'.repeat(10_001) }],
    ['content', { content: 'nul \u0000' }],
    ['content', { content: 'half a pair \udc00' }],
    ['postedAt', { postedAt: 'yesterday' }],
    ['postedAt', { postedAt: fromNow(60_000) }],
    ['postedAt', { postedAt: fromNow(-8 * DAY_MS) }],
    ['scheduledPosts.0.publishAt', { scheduledPosts: [{ id: 'a', publishAt: '0000-01-01T00:00:00Z' }] }],
    ['scheduledPosts.0.publishAt', { scheduledPosts: [{ id: 'a', publishAt: '9999-12-31T23:59:59-14:00' }] }],
    ['scheduledPosts', { scheduledPosts: [1, 2].map(() => ({ id: 'twice', publishAt: fromNow(DAY_MS) })) }],
    ['costPerView', { costPerView: -1 }],
  ])('refuses a bad %s by its name and stores nothing: %j', async (field, values) => {
    const stored = await world.services.db.prisma.variant.count();
    const variant = aVariant(values);
    const { code, message } = await refusalOf(world.admin.variants.posted(variant));
    expect(code).toBe('BAD_REQUEST');
    expect(message).toContain(`${field}: `);
    expect(await world.services.db.prisma.variant.count()).toBe(stored);
  });

  it('puts on record who asked for it', async () => {
    const { monitoringId } = await world.admin.variants.posted(aVariant());
    const { items } = await world.admin.events.list({ types: ['variant.monitoring_started'] });
    expect(items.find((event) => event.monitoringId === monitoringId)?.data).toMatchObject({
      actor: 'key:test',
    });
  });

  it.each(['hello\u202Eolleh', 'hello\u200B', '\u2066hello'])(
    'takes no id that looks like another: %j',
    async (id) => {
      for (const field of ['variantId', 'personaId', 'campaignId'])
        await expect(world.admin.variants.posted(aVariant({ [field]: id }))).rejects.toThrow(
          new RegExp(`"${field}"[^]*must have no characters that are invisible`),
        );
    },
  );

  it.each(['مرحبا', '👩‍👩‍👧', 'می‌خواهم'])('takes ids in every script: %s', async (variantId) => {
    expect(await world.admin.variants.posted(aVariant({ variantId }))).toMatchObject({ variantId });
  });

  it('names a field that it does not know', async () => {
    const { code, message } = await refusalOf(
      world.admin.variants.posted(Object.assign(aVariant(), { expectedRate: 0.05 })),
    );
    expect({ code, message }).toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('expectedRate'),
    });
  });
});

describe('variants.postedMany', () => {
  it('answers each item by itself: good, bad, unknown, twice, in conflict', async () => {
    const [good, other, taken] = [aVariant(), aVariant(), aVariant()];
    await world.admin.variants.posted(taken);
    const { results } = await world.admin.variants.postedMany({
      variants: [
        good,
        { ...other, expectedEngagementRate: 2 },
        'not even an object',
        { ...good, postId: 'again' },
        { ...taken, postId: 'a second post' },
        { ...aVariant(), postedAt: fromNow(60_000) },
        other,
      ],
    });
    expect(results).toMatchObject([
      { ok: true, variantId: good.variantId, created: true },
      {
        ok: false,
        index: 1,
        error: { code: 'BAD_REQUEST', message: expect.stringContaining('expectedEngagementRate') },
      },
      { ok: false, index: 2, error: { code: 'BAD_REQUEST' } },
      { ok: false, index: 3, error: { code: 'CONFLICT', message: expect.stringContaining(good.variantId) } },
      { ok: false, index: 4, error: { code: 'CONFLICT', message: expect.stringContaining(taken.postId) } },
      { ok: false, index: 5, error: { code: 'BAD_REQUEST', message: expect.stringContaining('postedAt') } },
      { ok: true, variantId: other.variantId, created: true },
    ]);
  });

  it('takes a thousand at once, and the same thousand in another order at the same time', async () => {
    const variants = Array.from({ length: 1_000 }, () => aVariant());
    const [one, two] = await Promise.all([
      world.admin.variants.postedMany({ variants }),
      world.admin.variants.postedMany({ variants: variants.toReversed() }),
    ]);
    const made = [...one.results, ...two.results].filter((result) => result.ok && result.created);
    expect([...one.results, ...two.results].every(({ ok }) => ok)).toBe(true);
    expect(made).toHaveLength(1_000);
  });

  it('refuses more than a thousand, and none', async () => {
    const tooMany = { variants: Array.from({ length: 1_001 }, () => ({})) };
    for (const input of [tooMany, { variants: [] }]) {
      expect(await refusalOf(world.admin.variants.postedMany(input))).toMatchObject({
        code: 'BAD_REQUEST',
        message: expect.stringContaining('variants'),
      });
    }
  });
});
