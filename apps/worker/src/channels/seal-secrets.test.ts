import { randomUUID } from 'node:crypto';
import {
  channelOwner,
  type Database,
  eraseOldSecrets,
  migrate,
  openDatabase,
  readSendingChannel,
} from '@cull/db';
import { createSecretBox } from '@cull/process';
import { testDatabase } from '@cull/servers/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { sealChannelSecrets } from './seal-secrets';
import { openChannel } from './send';

const NOW = Date.UTC(2026, 0, 1, 13);
const KEY = Buffer.alloc(32, 1);
const OLD_KEY = Buffer.alloc(32, 2);
const box = createSecretBox(KEY, OLD_KEY);
let db: Database;
beforeAll(async () => {
  const url = await testDatabase();
  await migrate(url);
  db = openDatabase({ url, applicationName: 'cull-test', maxConnections: 2, onError: () => {} });
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.prisma.channel.deleteMany();
});

/** As the version before left it: rotated an hour ago, both secrets in clear. */
async function aClearChannel(): Promise<string> {
  const id = randomUUID();
  await db.prisma.channel.create({
    data: {
      id,
      kind: 'webhook',
      name: 'orchestrator',
      url: 'https://example.org/hook',
      secret: 'whsec_new',
      oldSecret: 'whsec_old',
      oldSecretUntil: new Date(NOW + 3_600_000),
      eventTypes: [],
      createdBy: 'user:ann',
      createdAt: new Date(NOW),
    },
  });
  return id;
}

async function opened(id: string, opener = box) {
  const channel = await readSendingChannel(db.pool, id, NOW);
  return channel && openChannel(opener, channel);
}

it('a secret that was stored in clear waits to be encrypted, and works then', async () => {
  const id = await aClearChannel();
  expect(await opened(id)).toBeNull();
  expect(await sealChannelSecrets(db.pool, box)).toEqual({ sealed: 2, problems: [] });
  expect(await opened(id)).toMatchObject({ secret: 'whsec_new', oldSecret: 'whsec_old' });
  const { rows } = await db.pool.query('SELECT c::text FROM channels c');
  expect(JSON.stringify(rows)).not.toContain('whsec_');
});

it('after a rotation of the key, the old one can go', async () => {
  const id = await aClearChannel();
  await sealChannelSecrets(db.pool, createSecretBox(OLD_KEY));
  expect(await sealChannelSecrets(db.pool, box)).toEqual({ sealed: 2, problems: [] });
  expect(await opened(id, createSecretBox(KEY))).toMatchObject({
    secret: 'whsec_new',
    oldSecret: 'whsec_old',
  });
  expect(await sealChannelSecrets(db.pool, createSecretBox(KEY))).toEqual({ sealed: 0, problems: [] });
});

it('a secret that no key opens is reported and left alone', async () => {
  const id = await aClearChannel();
  await sealChannelSecrets(db.pool, createSecretBox(Buffer.alloc(32, 3)));
  const { sealed, problems } = await sealChannelSecrets(db.pool, box);
  expect(sealed).toBe(0);
  expect(problems[0]).toMatch(`${channelOwner(id)} is encrypted with the key`);
});

it('an old secret is erased when it no longer signs', async () => {
  await aClearChannel();
  await sealChannelSecrets(db.pool, box);
  expect(await eraseOldSecrets(db.pool, NOW)).toBe(0);
  expect(await eraseOldSecrets(db.pool, NOW + 3_600_000)).toBe(1);
  expect(
    await db.prisma.channel.findFirst({ select: { sealedOldSecret: true, oldSecretUntil: true } }),
  ).toEqual({
    sealedOldSecret: null,
    oldSecretUntil: null,
  });
});
