import { afterAll, beforeAll, expect, it } from 'vitest';
import { anEnding, aPosting, openTestDatabase, postOne } from '../../test/fixtures';
import { endSessions } from '../kills/endings';
import type { Database } from '../system/database';
import {
  closeAuditEntry,
  forgetAuditEntries,
  listAuditEntries,
  type NewAuditEntry,
  openAuditEntry,
} from './audit';

const NOW = Date.UTC(2026, 0, 1, 12);
let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

function anEntry(values: Partial<NewAuditEntry> = {}): NewAuditEntry {
  return {
    at: NOW,
    actor: 'user:ann@example.org',
    action: 'monitoring.kill',
    target: 'variant:hello-1',
    reason: 'a wrong picture',
    input: { variantId: 'hello-1', reason: 'a wrong picture' },
    address: '203.0.113.7',
    userAgent: 'curl',
    ...values,
  };
}

it('an entry is there before its outcome, takes that once, and is never changed again', async () => {
  const id = await openAuditEntry(db, anEntry());
  expect(await listAuditEntries(db, {}, undefined, 1)).toMatchObject([{ id, result: null }]);
  await closeAuditEntry(db, id, { result: 'CONFLICT', message: 'had ended before' });
  const again = closeAuditEntry(db, id, { result: 'ok', message: null });
  await expect(again).rejects.toThrow('append-only');
  expect(await listAuditEntries(db, {}, undefined, 1)).toMatchObject([{ id, result: 'CONFLICT' }]);
});

it.each([
  `UPDATE audit_entries SET actor = 'user:bob@example.org', result = 'ok'`,
  'DELETE FROM audit_entries',
  'TRUNCATE audit_entries',
  `UPDATE decisions SET text = 'nothing happened'`,
  'DELETE FROM decisions',
  'TRUNCATE decisions',
  'TRUNCATE variant_monitoring CASCADE',
  'TRUNCATE policy_history',
])('no record can be changed: %s', async (statement) => {
  await openAuditEntry(db, anEntry());
  const posting = aPosting();
  const { monitoringId } = await postOne(db, posting);
  const killed = { outcome: 'killed', reason: 'evidence' } as const;
  await endSessions(db.pool, [anEnding(posting, monitoringId, killed)]);
  await expect(db.pool.query(statement)).rejects.toThrow('append-only');
});

it('the trail is filtered by who, what, whereto and when, page by page', async () => {
  const ok = { result: 'ok', message: null };
  for (let count = 0; count < 5; count += 1)
    await openAuditEntry(db, anEntry({ actor: 'key:paging', at: NOW + count, target: 'persona:ada' }), ok);
  const mine = { actor: ['key:paging'] };
  const [first, second] = await listAuditEntries(db, mine, undefined, 2);
  expect([first?.at.getTime(), second?.at.getTime()]).toEqual([NOW + 4, NOW + 3]);
  const rest = await listAuditEntries(db, mine, second?.id, 10);
  expect(rest.map(({ at }) => at.getTime())).toEqual([NOW + 2, NOW + 1, NOW]);
  const within = await listAuditEntries(db, { ...mine, since: NOW + 1, until: NOW + 3 }, undefined, 10);
  expect(within).toHaveLength(2);
  expect(
    await listAuditEntries(db, { ...mine, target: ['global', 'persona:ada'] }, undefined, 10),
  ).toHaveLength(5);
  expect(await listAuditEntries(db, { ...mine, action: 'keys.create' }, undefined, 10)).toEqual([]);
});

it('entries go when their retention is over, and never those of the last 90 days', async () => {
  const dayAgo = (days: number) => Date.now() - days * 86_400_000;
  const left = async () =>
    (await listAuditEntries(db, { actor: ['key:old'] }, undefined, 10)).map(({ at }) => at.getTime());
  const ages = [dayAgo(300), dayAgo(100), dayAgo(80)] as const;
  for (const at of ages) await openAuditEntry(db, anEntry({ actor: 'key:old', at }));
  expect(await forgetAuditEntries(db.pool, dayAgo(200))).toBeGreaterThan(0);
  expect(await left()).toEqual([ages[2], ages[1]]);
  await forgetAuditEntries(db.pool, dayAgo(1));
  expect(await left()).toEqual([ages[2]]);
});
