import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anEnding, aPosting, openTestDatabase, PASSED, POSTED_AT, postOne } from '../../test/fixtures';
import { endSessions } from '../kills/endings';
import type { Database } from '../system/database';
import { postVariants } from './postings';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

it('starts a session, joins the pool and keeps the scheduled posts', async () => {
  const posting = aPosting({
    scheduledPosts: [{ id: 's1', publishAt: POSTED_AT + 1 }],
    content: 'Good morning',
    campaignId: 'spring',
  });
  const session = await postOne(db, posting);
  expect(session).toMatchObject({
    variantId: posting.variantId,
    status: 'monitoring',
    created: true,
    deadlineAt: POSTED_AT + 600_000,
  });
  const variant = await db.prisma.variant.findUniqueOrThrow({
    where: { id: posting.variantId },
    include: { pool: true, scheduledPosts: true },
  });
  expect(variant).toMatchObject({
    content: 'Good morning',
    campaignId: 'spring',
    pool: { leftAt: null },
    scheduledPosts: [{ id: 's1' }],
  });
});

it('gives the same session to the same variant and post, also after its ending', async () => {
  const posting = aPosting();
  const first = await postOne(db, posting);
  expect(await postOne(db, posting)).toEqual({ ...first, created: false });
  await endSessions(db.pool, [anEnding(posting, first.monitoringId, PASSED)]);
  expect(await postOne(db, posting)).toMatchObject({
    monitoringId: first.monitoringId,
    status: 'timed_out',
    created: false,
  });
});

it('shows the live session to another post of the same variant, and changes nothing', async () => {
  const posting = aPosting();
  const first = await postOne(db, posting);
  const other = { ...posting, postId: 'another', personaId: 'someone-else' };
  expect(await postOne(db, other)).toMatchObject({
    monitoringId: first.monitoringId,
    postId: posting.postId,
    created: false,
  });
  expect((await db.prisma.variant.findUniqueOrThrow({ where: { id: posting.variantId } })).personaId).toBe(
    'persona-1',
  );
});

it('takes a killed variant back into the pool with a new post', async () => {
  const posting = aPosting();
  const { monitoringId } = await postOne(db, posting);
  await endSessions(db.pool, [
    anEnding(posting, monitoringId, { outcome: 'killed', reason: 'below_threshold' }),
  ]);
  expect(await postOne(db, { ...posting, postId: 'second' })).toMatchObject({ created: true });
  expect(
    (await db.prisma.poolMembership.findUniqueOrThrow({ where: { variantId: posting.variantId } })).leftAt,
  ).toBeNull();
});

it('makes one session when twenty post the same variant at once', async () => {
  const posting = aPosting();
  const results = await Promise.all(
    Array.from({ length: 20 }, () => postVariants(db.pool, [posting], POSTED_AT)),
  );
  expect(results.flat().filter(({ created }) => created)).toHaveLength(1);
  expect(new Set(results.flat().map(({ monitoringId }) => monitoringId)).size).toBe(1);
  expect(await db.prisma.event.count({ where: { variantId: posting.variantId } })).toBe(1);
});

it('posts a thousand at once, each with its own session', async () => {
  const postings = Array.from({ length: 1000 }, () => aPosting());
  const sessions = await postVariants(db.pool, postings, POSTED_AT);
  expect(sessions.map(({ variantId }) => variantId)).toEqual(postings.map(({ variantId }) => variantId));
  expect(new Set(sessions.map(({ monitoringId }) => monitoringId)).size).toBe(1000);
});

describe('the draw of the spare group', () => {
  it('is spread evenly over 0 to 1, and the same for everybody with the key', async () => {
    const postings = Array.from({ length: 400 }, () => aPosting());
    await postVariants(db.pool, postings, POSTED_AT);
    const { rows } = await db.pool.query<{ draw: number; again: number }>(
      `SELECT m.holdout_draw AS draw,
              ('x' || left(encode(sha256(i.holdout_key || convert_to(m.id::text, 'UTF8')), 'hex'), 12))::bit(48)::bigint / 2.0 ^ 48
                AS again
       FROM variant_monitoring m, installation i WHERE m.variant_id = ANY($1)`,
      [postings.map(({ variantId }) => variantId)],
    );
    expect(rows).toHaveLength(400);
    for (const { draw, again } of rows) expect(draw).toBeCloseTo(again, 12);
    const below = rows.filter(({ draw }) => draw < 0.5).length;
    // Five standard errors of a half of 400.
    expect(Math.abs(below - 200)).toBeLessThan(50);
    expect(new Set(rows.map(({ draw }) => draw)).size).toBe(400);
  });
});
