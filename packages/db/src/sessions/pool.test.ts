import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anEnding, aPosting, openTestDatabase, PASSED, POSTED_AT, postOne } from '../../test/fixtures';
import { endSessions } from '../kills/endings';
import type { Database } from '../system/database';
import { listPool } from './pool';
import { postVariants } from './postings';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

describe('listPool', () => {
  it('gives each variant once, with its posts in the order of their time', async () => {
    const later = { id: 'later', publishAt: POSTED_AT + 2_000 };
    const sooner = { id: 'sooner', publishAt: POSTED_AT + 1_000 };
    const personaId = 'with-posts';
    const posting = aPosting({ personaId, campaignId: 'spring', scheduledPosts: [later, sooner] });
    await postOne(db, posting);
    const bare = aPosting({ personaId, variantId: 'zzz' });
    await postOne(db, bare);
    await postOne(db, aPosting({ personaId: 'somebody-else' }));
    const joinedAt = POSTED_AT;
    expect(await listPool(db, { personaId })).toEqual([
      {
        variantId: posting.variantId,
        personaId,
        campaignId: 'spring',
        joinedAt,
        scheduledPosts: [sooner, later],
      },
      { variantId: 'zzz', personaId, campaignId: null, joinedAt, scheduledPosts: [] },
    ]);
  });

  it('leaves out a variant that was killed, and keeps one that timed out', async () => {
    const personaId = 'with-endings';
    const endings = [{ outcome: 'killed', reason: 'below_threshold' }, PASSED] as const;
    const postings = endings.map(({ outcome }) => aPosting({ personaId, variantId: outcome }));
    const sessions = await postVariants(db.pool, postings, POSTED_AT);
    const decided = endings.flatMap((ending, index) => {
      const posting = postings[index];
      const session = sessions[index];
      return posting && session ? [anEnding(posting, session.monitoringId, ending)] : [];
    });
    expect(await endSessions(db.pool, decided)).toHaveLength(2);
    expect((await listPool(db, { personaId })).map(({ variantId }) => variantId)).toEqual(['timed_out']);
  });

  it('gives page after page, none twice and none left out, while variants are killed in between', async () => {
    const personaId = 'by-pages';
    const postings = ['a', 'b', 'c', 'd'].map((variantId) => aPosting({ personaId, variantId }));
    const [first, second] = await postVariants(db.pool, postings, POSTED_AT);
    const page = async (after?: string) =>
      (await listPool(db, { personaId, after, limit: 2 })).map(({ variantId }) => variantId);
    expect(await page()).toEqual(['a', 'b']);
    const killed = { outcome: 'killed', reason: 'below_threshold' } as const;
    const endings = [first, second].flatMap((session, index) => {
      const posting = postings[index];
      return posting && session ? [anEnding(posting, session.monitoringId, killed)] : [];
    });
    await endSessions(db.pool, endings);
    expect(await page('b')).toEqual(['c', 'd']);
    expect(await page('d')).toEqual([]);
  });

  it('gives a pool larger than PostgreSQL takes parameters', async () => {
    const personaId = 'crowd';
    const count = 33_000;
    await db.pool.query(
      `WITH crowd AS (
         INSERT INTO variants (id, persona_id) SELECT 'crowd-' || n, $1 FROM generate_series(1, $2::int) n RETURNING id
       )
       INSERT INTO pool_memberships (variant_id, persona_id, joined_at) SELECT id, $1, now() FROM crowd`,
      [personaId, count],
    );
    expect(await listPool(db, { personaId })).toHaveLength(count);
  });
});
