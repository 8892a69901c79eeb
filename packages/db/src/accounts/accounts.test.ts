import { randomBytes, randomUUID } from 'node:crypto';
import { testDatabase } from '@cull/servers/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aPosting, POSTED_AT } from '../../test/fixtures';
import { readShard } from '../sessions/live-sessions';
import { postVariants } from '../sessions/postings';
import { type Database, openDatabase } from '../system/database';
import { migrate } from '../system/migrate';
import { createAccount, removeAccount, updateAccount } from './account-changes';
import { storeRefreshedToken } from './account-tokens';
import { readAccount } from './accounts';

let db: Database;
beforeAll(async () => {
  const url = await testDatabase();
  await migrate(url);
  db = openDatabase({ url, applicationName: 'cull-test', maxConnections: 8, onError: () => {} });
});
afterAll(() => db.close());

async function anAccount(personaIds: readonly string[], platform: 'threads' | 'http' = 'http') {
  const accountId = randomUUID();
  const sealedSecrets = { keyId: 'k', box: randomBytes(40) };
  const fixed = { baseUrl: null, options: { views: '/v' }, sealedSecrets, tokenExpiresAt: null };
  const account = { accountId, name: `account ${accountId}`, platform, personaIds, ...fixed };
  expect(await createAccount(db.pool, account, POSTED_AT)).toBeNull();
  return account;
}

it('a worker reads of a session which account and platform it has', async () => {
  const { accountId } = await anAccount(['ada']);
  const own = aPosting({ personaId: 'ada', shard: 5 });
  const foreign = aPosting({ personaId: 'bea', shard: 5 });
  const pushed = aPosting({ personaId: 'ada', source: 'push', shard: 5 });
  await postVariants(db.pool, [own, foreign, pushed], POSTED_AT);
  const { live } = await readShard(db.pool, 5, null);
  const read = new Map(live.map(({ session }) => [session.variantId, [session.source, session.accountId]]));
  expect(read.get(own.variantId)).toEqual(['http', accountId]);
  expect(read.get(foreign.variantId)).toEqual(['threads', null]);
  expect(read.get(pushed.variantId)).toEqual(['push', null]);
});

it('a change is made whole or not at all, and a name is free again after its account', async () => {
  const taken = await anAccount(['cyd']);
  const { accountId, name, sealedSecrets } = await anAccount(['dan']);
  const refused = await updateAccount(
    db.pool,
    accountId,
    { name: 'new', personaIds: ['eve', 'cyd'] },
    POSTED_AT + 1,
  );
  expect(refused).toEqual({ code: 'persona_taken', personaId: 'cyd', by: taken.name });
  expect(await readAccount(db.pool, accountId)).toMatchObject({
    name,
    personaIds: ['dan'],
    sealedSecrets,
    updatedAt: POSTED_AT,
  });
  expect(await updateAccount(db.pool, accountId, { name: taken.name.toUpperCase() }, POSTED_AT)).toEqual({
    code: 'name_taken',
  });
  expect(await removeAccount(db.pool, taken.accountId, POSTED_AT)).toBeNull();
  expect(await removeAccount(db.pool, taken.accountId, POSTED_AT)).toEqual({ code: 'unknown' });
  expect(
    await updateAccount(db.pool, accountId, { name: taken.name, personaIds: ['cyd'] }, POSTED_AT),
  ).toBeNull();
});

it('secrets take the place of those that were read, and of no newer ones', async () => {
  const { accountId, sealedSecrets: was } = await anAccount([]);
  const refreshed = { keyId: 'k', box: randomBytes(40) };
  const token = { sealed: refreshed, expiresAt: POSTED_AT + 9_000 };
  expect(await storeRefreshedToken(db.pool, accountId, was, token, POSTED_AT)).toBe(true);
  const stale = { keyId: 'k', box: randomBytes(40) };
  for (const secrets of [
    { was, sealed: stale },
    { was, sealed: stale, token: { expiresAt: null } },
    { was, token: { expiresAt: POSTED_AT + 1_000 } },
    { was: null, sealed: stale },
  ])
    expect(await updateAccount(db.pool, accountId, { name: 'new', secrets }, POSTED_AT)).toEqual({
      code: 'secrets_changed',
    });
  const kept = { sealedSecrets: refreshed, tokenExpiresAt: POSTED_AT + 9_000 };
  expect(await readAccount(db.pool, accountId)).toMatchObject({ ...kept, name: `account ${accountId}` });
  expect(await updateAccount(db.pool, accountId, { name: 'renamed' }, POSTED_AT)).toBeNull();
  const change = { was: refreshed, sealed: stale, token: { expiresAt: null } };
  expect(await updateAccount(db.pool, accountId, { secrets: change }, POSTED_AT)).toBeNull();
  const after = { name: 'renamed', sealedSecrets: stale, tokenExpiresAt: null };
  expect(await readAccount(db.pool, accountId)).toMatchObject(after);
  expect(await updateAccount(db.pool, randomUUID(), { secrets: change }, POSTED_AT)).toEqual({
    code: 'unknown',
  });
});

it('one of two accounts that want a persona at once gets it', async () => {
  const both = [await anAccount([]), await anAccount([])];
  const outcomes = await Promise.all(
    both.map(({ accountId }) => updateAccount(db.pool, accountId, { personaIds: ['fay'] }, POSTED_AT)),
  );
  expect(outcomes.filter((refusal) => refusal === null)).toHaveLength(1);
  expect(outcomes.find((refusal) => refusal !== null)).toMatchObject({ code: 'persona_taken' });
});

it('no session is left with an account that was removed while it was posted', async () => {
  for (let round = 0; round < 20; round += 1) {
    const personaId = `persona-${round}`;
    const { accountId } = await anAccount([personaId]);
    const [refusal] = await Promise.all([
      removeAccount(db.pool, accountId, POSTED_AT),
      postVariants(db.pool, [aPosting({ personaId })], POSTED_AT),
    ]);
    const { rows } = await db.pool.query<{ id: string | null }>(
      'SELECT account_id AS id FROM variant_monitoring WHERE persona_id = $1',
      [personaId],
    );
    expect(rows).toEqual([{ id: refusal === null ? null : accountId }]);
  }
});
