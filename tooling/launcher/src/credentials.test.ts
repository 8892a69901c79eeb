import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { databaseKey, EMBEDDED, readCredentials, rememberAccess } from './credentials';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cull-credentials-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

it('makes the secret once', async () => {
  const first = await readCredentials(dataDir);
  expect(first.authSecret.length).toBeGreaterThanOrEqual(32);
  expect(Buffer.from(first.encryptionKey, 'base64')).toHaveLength(32);
  expect(await readCredentials(dataDir)).toEqual(first);
});

it('gives a file of an early version a key, which stays', async () => {
  const file = join(dataDir, 'credentials.json');
  const authSecret = 'a-secret-for-tests-of-32-characters';
  await writeFile(file, JSON.stringify({ authSecret, databases: {} }));
  const { encryptionKey } = await readCredentials(dataDir);
  expect(Buffer.from(encryptionKey, 'base64')).toHaveLength(32);
  expect(await readCredentials(dataDir)).toEqual({ authSecret, encryptionKey, databases: {} });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('is for the owner alone', async () => {
  await readCredentials(dataDir);
  expect((await stat(join(dataDir, 'credentials.json'))).mode & 0o777).toBe(0o600);
});

it('shows at the second start what the first has created', async () => {
  const created = { adminEmail: 'admin@cull.local', adminPassword: 'generated', apiKey: 'cull_key' };
  await rememberAccess(dataDir, EMBEDDED, created);
  const again = { adminEmail: 'admin@cull.local', adminPassword: null, apiKey: null };
  expect(await rememberAccess(dataDir, EMBEDDED, again)).toEqual(created);
});

it('keeps databases apart', async () => {
  await rememberAccess(dataDir, EMBEDDED, { adminEmail: 'a@b.c', adminPassword: 'secret', apiKey: 'key' });
  const other = { adminEmail: 'a@b.c', adminPassword: null, apiKey: null };
  const key = databaseKey('postgresql://me:pw@db.example:5432/cull');
  expect(key).toBe('db.example:5432/cull');
  expect(await rememberAccess(dataDir, key, other)).toEqual(other);
});

it('never overwrites a file that it does not understand', async () => {
  await writeFile(join(dataDir, 'credentials.json'), '{"authSecret":');
  await expect(readCredentials(dataDir)).rejects.toThrow('cannot be understood: repair it, or move it away');
});
