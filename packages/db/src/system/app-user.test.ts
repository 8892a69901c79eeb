import { asAppUser, testDatabase } from '@cull/servers/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anEnding, aPosting, POSTED_AT, postOne } from '../../test/fixtures';
import { closeAuditEntry, forgetAuditEntries, openAuditEntry } from '../access/audit';
import { endSessions } from '../kills/endings';
import { deleteOldSessions } from '../sessions/old-sessions';
import { insertSnapshots } from '../sessions/snapshots';
import { thinSnapshots } from '../sessions/thin-snapshots';
import { letAppUser } from './app-user';
import { type Database, openDatabase } from './database';
import { migrate } from './migrate';
import { dropOldPartitions, EVENTS, ensurePartitions, SNAPSHOTS } from './partitions';

const KILLED = { outcome: 'killed', reason: 'evidence' } as const;
const DAY_MS = 86_400_000;
const ENTRY = {
  at: POSTED_AT,
  actor: 'user:ann',
  action: 'system.pause',
  target: null,
  reason: 'a try',
  input: {},
  address: null,
  userAgent: null,
};
let owner: Database;
let app: Database;
beforeAll(async () => {
  const ownerUrl = await testDatabase();
  const url = asAppUser(ownerUrl);
  await migrate(ownerUrl);
  await letAppUser(ownerUrl, new URL(url).username);
  const options = { applicationName: 'cull-test', maxConnections: 3, onError: () => {} };
  owner = openDatabase({ ...options, url: ownerUrl });
  app = openDatabase({ ...options, url });
});
afterAll(() => Promise.all([owner.close(), app.close()]));

describe('the user of web and workers', () => {
  it('posts, kills, keeps readings in partitions, thins and drops them', async () => {
    const posting = aPosting();
    const { monitoringId } = await postOne(app, posting);
    await ensurePartitions(app.pool, SNAPSHOTS, POSTED_AT);
    await ensurePartitions(app.pool, EVENTS, POSTED_AT);
    const readings = Array.from({ length: 30 }, (_, second) => ({
      monitoringId,
      observedAt: POSTED_AT + 1_000 * second,
      views: 10 * second,
      interactions: 0,
    }));
    await insertSnapshots(app.pool, readings);
    await endSessions(app.pool, [anEnding(posting, monitoringId, KILLED)]);
    const thinned = await thinSnapshots(app.pool, POSTED_AT + 3 * DAY_MS, () => true);
    expect(thinned).toMatchObject({
      read: 30,
      waiting: null,
      done: expect.arrayContaining(['metric_snapshots_20260101_thinned']),
    });
    const dropped = await dropOldPartitions(app.pool, SNAPSHOTS, POSTED_AT + 90 * DAY_MS, 1);
    expect(dropped.changed.length).toBeGreaterThan(1);
  });

  it('puts on record what is asked for, and the result', async () => {
    const id = await openAuditEntry(app, ENTRY);
    await closeAuditEntry(app, id, { result: 'ok', message: null });
    expect(await app.prisma.auditEntry.findUnique({ where: { id } })).toMatchObject({ result: 'ok' });
  });

  it('deletes decisions with their session, when its retention is over', async () => {
    const posting = aPosting();
    const { monitoringId } = await postOne(app, posting);
    await endSessions(app.pool, [anEnding(posting, monitoringId, KILLED)]);
    expect(await deleteOldSessions(app.pool, Date.now() + DAY_MS, () => true)).toBeGreaterThan(0);
    expect(await app.prisma.decision.count({ where: { monitoringId } })).toBe(0);
  });

  it('has entries of the audit trail deleted when their retention is over', async () => {
    const id = await openAuditEntry(app, ENTRY);
    expect(await forgetAuditEntries(app.pool, Date.now())).toBeGreaterThan(0);
    expect(await app.prisma.auditEntry.count({ where: { id } })).toBe(0);
  });

  it.each([
    'DELETE FROM audit_entries',
    "UPDATE audit_entries SET actor = 'user:bea'",
    'TRUNCATE audit_entries',
    'ALTER TABLE audit_entries DISABLE TRIGGER ALL',
    'DROP TRIGGER audit_entries_delete ON audit_entries',
    'UPDATE decisions SET note = NULL',
    'TRUNCATE decisions',
    'DELETE FROM policy_history',
    'DROP TABLE policy_history',
    'SET session_replication_role = replica',
    'DELETE FROM _prisma_migrations',
    "COPY variants TO PROGRAM 'cat'",
    "SELECT pg_read_file('/etc/passwd')",
    'CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
  ])('may not: %s', async (statement) => {
    await expect(app.pool.query(statement)).rejects.toThrow(/permission denied|must be owner/);
  });

  it('drops no table through the functions for partitions', async () => {
    const { rows } = await app.pool.query(
      `SELECT drop_partition('audit_entries', 'audit_entries') AS a, drop_partition('events', 'audit_entries') AS b,
              begin_thinning('audit_entries') AS c, finish_thinning('audit_entries') AS d`,
    );
    expect(rows).toEqual([{ a: false, b: false, c: false, d: false }]);
    await expect(app.pool.query("SELECT create_partition('variants', now(), now())")).rejects.toThrow(
      'the table variants has no partitions',
    );
  });

  it('has the same rights over tables that come later', async () => {
    await owner.pool.query('CREATE TABLE later (id bigserial, text text)');
    await app.pool.query("INSERT INTO later (text) VALUES ('a')");
    await expect(app.pool.query('DROP TABLE later')).rejects.toThrow('must be owner');
  });
});

it('the owner itself needs nothing', async () => {
  const { rows } = await owner.pool.query<{ user: string }>('SELECT current_user AS user');
  const url = await testDatabase();
  await migrate(url);
  await letAppUser(url, rows[0]?.user ?? '');
});
