import { afterAll, beforeAll, expect, it } from 'vitest';
import { anEnding, aPosting, openTestDatabase, POSTED_AT, postOne } from '../test/fixtures';
import type { Database } from './database';
import { endSessions } from './endings';
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
  await endSessions(db.pool, [anEnding(posting, first.monitoringId, { outcome: 'timed_out', reason: null })]);
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
