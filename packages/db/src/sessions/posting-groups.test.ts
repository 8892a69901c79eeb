import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPosting, openTestDatabase, POSTED_AT } from '../../test/fixtures';
import type { Database } from '../system/database';
import { postTogether } from './posting-groups';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
  // Stands for whatever the database may refuse of one posting.
  await db.pool.query(`
    CREATE FUNCTION refuse_bad() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.persona_id = 'bad' THEN RAISE EXCEPTION 'the persona is bad'; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER refuse_bad BEFORE INSERT ON variants FOR EACH ROW EXECUTE FUNCTION refuse_bad()`);
});
afterAll(() => db.close());

const transactionsOf = async (variantIds: readonly string[]) => {
  const { rows } = await db.pool.query<{ count: number }>(
    'SELECT count(DISTINCT transaction_id) AS count FROM events WHERE variant_id = ANY($1)',
    [variantIds],
  );
  return rows[0]?.count;
};

describe('postings that came in calls of their own', () => {
  it('share one transaction, and get a session each', async () => {
    const postings = Array.from({ length: 32 }, () => aPosting());
    const outcomes = await postTogether(db.pool, postings, POSTED_AT);
    expect(outcomes).toMatchObject(
      postings.map(({ variantId }) => ({ status: 'fulfilled', value: { variantId, created: true } })),
    );
    expect(await transactionsOf(postings.map(({ variantId }) => variantId))).toBe(1);
  });

  it.each([0, 13, 31])('are posted though the database refuses number %i', async (position) => {
    const postings = Array.from({ length: 32 }, (_, index) =>
      aPosting(index === position ? { personaId: 'bad' } : {}),
    );
    const outcomes = await postTogether(db.pool, postings, POSTED_AT);
    for (const [index, outcome] of outcomes.entries()) {
      expect(outcome).toMatchObject(
        index === position
          ? { status: 'rejected', reason: { message: 'the persona is bad' } }
          : { status: 'fulfilled', value: { variantId: postings[index]?.variantId, created: true } },
      );
    }
    expect(await db.prisma.variant.count({ where: { personaId: 'bad' } })).toBe(0);
  });

  it('of one variant meet each other in their order, and change nothing of what others post', async () => {
    const [posting, other] = [aPosting(), aPosting()];
    const again = { ...posting };
    const elsewhere = { ...posting, postId: 'another' };
    const outcomes = await postTogether(db.pool, [posting, again, other, elsewhere], POSTED_AT);
    const { postId, variantId } = posting;
    expect(outcomes).toMatchObject([
      { value: { variantId, postId, created: true } },
      { value: { variantId, postId, created: false } },
      { value: { variantId: other.variantId, created: true } },
      // The caller is told by the post that is monitored already.
      { value: { variantId, postId, created: false } },
    ]);
    expect(await db.prisma.variantMonitoring.count({ where: { variantId } })).toBe(1);
  });

  it('fail together where the connection does, without asking again for each', async () => {
    let connections = 0;
    const broken = new Proxy(db.pool, {
      get: (pool, property, receiver) =>
        property === 'connect'
          ? async () => {
              connections += 1;
              throw new Error('away');
            }
          : Reflect.get(pool, property, receiver),
    });
    const outcomes = await postTogether(broken, [aPosting(), aPosting()], POSTED_AT);
    expect(outcomes).toMatchObject([{ reason: { message: 'away' } }, { reason: { message: 'away' } }]);
    expect(connections).toBe(1);
  });
});
