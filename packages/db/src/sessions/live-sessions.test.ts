import { advance, DEFAULT_POLICY, evidenceTerms, NO_EVIDENCE, NO_PROGRESS } from '@cull/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anEnding, aPosting, openTestDatabase, PASSED, POSTED_AT, postOne } from '../../test/fixtures';
import { endSessions } from '../kills/endings';
import type { Database } from '../system/database';
import { overdueShards, readShard, recordProgress } from './live-sessions';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

describe('a shard', () => {
  it('gives every live session at first, then what changed, then what ended', async () => {
    const posting = aPosting({ shard: 5 });
    const { monitoringId } = await postOne(db, posting);
    const all = await readShard(db.pool, 5, null);
    expect(all.live).toMatchObject([
      { session: { monitoringId, startedAt: POSTED_AT }, progress: { sample: null, quality: 'no_data' } },
    ]);

    const { monitoringId: second } = await postOne(db, aPosting({ shard: 5 }));
    const changed = await readShard(db.pool, 5, all.cursor);
    expect(changed.live.map(({ session }) => session.monitoringId)).toContain(second);

    await endSessions(db.pool, [anEnding(posting, monitoringId, PASSED)]);
    const after = await readShard(db.pool, 5, changed.cursor);
    expect(after.endedIds).toContain(monitoringId);
  });

  it('does not lose a session that was posted in a transaction older than the look', async () => {
    const slow = await db.pool.connect();
    await slow.query('BEGIN');
    await slow.query('SELECT pg_current_xact_id()');
    const { cursor } = await readShard(db.pool, 6, null);
    await postOne(db, aPosting({ shard: 6 }));
    await slow.query(`INSERT INTO variants (id, persona_id) VALUES ('late', 'p')`);
    await slow.query(
      `INSERT INTO variant_monitoring (id, variant_id, persona_id, post_id, source, shard, expected_engagement_rate, started_at, deadline_at)
       VALUES (gen_random_uuid(), 'late', 'p', 'late', 'push', 6, 0.1, now(), now())`,
    );
    const between = await readShard(db.pool, 6, cursor);
    await slow.query('COMMIT');
    slow.release();
    const after = await readShard(db.pool, 6, between.cursor);
    expect(after.live.map(({ session }) => session.variantId)).toContain('late');
  });

  it('is overdue when a deadline passed and nobody acted', async () => {
    await postOne(db, aPosting({ shard: 11 }));
    expect(await overdueShards(db.pool, POSTED_AT + 603_000, 3_000)).not.toContain(11);
    expect(await overdueShards(db.pool, POSTED_AT + 603_001, 3_000)).toContain(11);
  });
});

describe('what a tick learned', () => {
  const sample = { views: 5_000_000_000, interactions: 7, observedAt: POSTED_AT + 1_000 };
  const evidence = advance(NO_EVIDENCE, sample, 1, evidenceTerms(DEFAULT_POLICY, 0.06, 0));
  const progress = {
    ...NO_PROGRESS,
    sample,
    lastInteractions: 5,
    evidence,
    wentBadAt: POSTED_AT + 500,
    checks: 3,
    longestGapMs: 700,
    breaches: 2,
    warned: true,
    quality: 'ok' as const,
  };

  it('is read back as it was written, but never over an ending', async () => {
    const posting = aPosting({ shard: 12 });
    const { monitoringId } = await postOne(db, posting);
    const gap = { achievedMs: 4_100, wantedMs: 1_000 };
    const record = {
      ...{ monitoringId, progress, risk: 0.5, interactionsDue: 4.5 },
      ...{ deadlineAt: POSTED_AT + 1, gap },
    };
    await recordProgress(db.pool, 12, [record]);
    expect((await readShard(db.pool, 12, null)).live).toMatchObject([
      { progress, deadlineAt: POSTED_AT + 1 },
    ]);
    await endSessions(db.pool, [
      anEnding(posting, monitoringId, { outcome: 'killed', reason: 'below_threshold' }),
    ]);
    await recordProgress(db.pool, 12, [record]);
    expect(
      await db.prisma.variantMonitoring.findUniqueOrThrow({ where: { id: monitoringId } }),
    ).toMatchObject({ views: 640n, checkGapMs: 4_100, wantedGapMs: 1_000 });
  });

  it('begins its evidence empty where an earlier version wrote the session', async () => {
    const { monitoringId } = await postOne(db, aPosting({ shard: 14 }));
    await db.pool.query('UPDATE variant_monitoring SET evidence_state = $2 WHERE id = $1', [
      monitoringId,
      [99, 1, 2],
    ]);
    const { live } = await readShard(db.pool, 14, null);
    expect(live[0]?.progress.evidence).toEqual(NO_EVIDENCE);
  });
});
