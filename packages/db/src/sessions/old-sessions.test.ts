import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aKill, anEnding, aPosting, openTestDatabase, PASSED, POSTED_AT, postOne } from '../../test/fixtures';
import { endSessions } from '../kills/endings';
import type { Database } from '../system/database';
import { deleteOldSessions } from './old-sessions';
import { readVariant } from './pool';

const always = () => true;
const ENDED_AT = POSTED_AT + 600_000;
const LATER = ENDED_AT + 1;
let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

async function passed(values: Parameters<typeof aPosting>[0] = {}, endedAt = ENDED_AT) {
  const posting = aPosting(values);
  const { monitoringId } = await postOne(db, posting);
  await endSessions(db.pool, [anEnding(posting, monitoringId, PASSED, endedAt)]);
  return { monitoringId, variantId: posting.variantId };
}

const sessionsOf = (variantId: string) => db.prisma.variantMonitoring.count({ where: { variantId } });
const ownRows = async (monitoringId: string) =>
  Promise.all([
    db.prisma.decision.count({ where: { monitoringId } }),
    db.prisma.killStep.count({ where: { monitoringId } }),
    db.prisma.sparedVerdict.count({ where: { monitoringId } }),
  ]);

describe('sessions past their retention', () => {
  it('go with their decisions, steps, verdicts and the variant', async () => {
    const { monitoringId, posting } = await aKill(db);
    await db.pool.query(
      `INSERT INTO spared_verdicts (monitoring_id, persona_id, reason, verdict_at, views, interactions)
       VALUES ($1, 'persona-1', 'evidence', now(), 1, 1)`,
      [monitoringId],
    );
    expect(await ownRows(monitoringId)).toEqual([1, 2, 1]);
    expect(await deleteOldSessions(db.pool, POSTED_AT + 600_000, always)).toBe(0);
    expect(await deleteOldSessions(db.pool, LATER, always)).toBe(1);
    expect(await ownRows(monitoringId)).toEqual([0, 0, 0]);
    expect(await readVariant(db, posting.variantId)).toBeNull();
  });

  it('leave a variant that is in the pool, that has a newer session, or that is live', async () => {
    const inPool = await passed();
    const again = await passed();
    await db.prisma.poolMembership.update({
      where: { variantId: again.variantId },
      data: { leftAt: new Date() },
    });
    const newer = await passed(
      { variantId: again.variantId, startedAt: LATER, deadlineAt: LATER + 600_000 },
      LATER + 600_000,
    );
    const live = aPosting();
    await postOne(db, live);
    expect(await deleteOldSessions(db.pool, LATER, always)).toBe(2);
    expect(await sessionsOf(inPool.variantId)).toBe(0);
    expect(await readVariant(db, inPool.variantId)).toMatchObject({ pool: { leftAt: null } });
    expect(await ownRows(newer.monitoringId)).toEqual([1, 0, 0]);
    expect(await sessionsOf(again.variantId)).toBe(1);
    expect(await sessionsOf(live.variantId)).toBe(1);
  });

  it('go in parts, as time allows', async () => {
    await db.pool.query(
      `INSERT INTO variants (id, persona_id) SELECT 'many-' || n, 'many' FROM generate_series(1, 1500) n`,
    );
    await db.pool.query(
      `INSERT INTO variant_monitoring (id, variant_id, persona_id, post_id, source, shard, status, expected_engagement_rate, started_at, deadline_at, ended_at)
       SELECT gen_random_uuid(), 'many-' || n, 'many', 'post', 'push', 1, 'timed_out', 0.06, $1, $1, $1 FROM generate_series(1, 1500) n`,
      [new Date(POSTED_AT)],
    );
    let asked = 0;
    expect(await deleteOldSessions(db.pool, POSTED_AT + 1, () => asked++ < 1)).toBe(1000);
    expect(await deleteOldSessions(db.pool, POSTED_AT + 1, always)).toBe(500);
    expect(await db.prisma.variant.count({ where: { personaId: 'many' } })).toBe(0);
  });

  it('are let alone while somebody works with them', async () => {
    const { monitoringId } = await passed();
    const other = await db.pool.connect();
    await other.query('BEGIN');
    await other.query('SELECT 1 FROM variant_monitoring WHERE id = $1 FOR UPDATE', [monitoringId]);
    expect(await deleteOldSessions(db.pool, LATER, always)).toBe(0);
    await other.query('COMMIT');
    other.release();
    expect(await deleteOldSessions(db.pool, LATER, always)).toBe(1);
  });
});
