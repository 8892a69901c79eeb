import { get, type IncomingMessage } from 'node:http';
import { storeApiKey } from '@cull/db';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { personWith, post } from '../../test/people';
import { startTestServer, type TestServer } from '../../test/server';

const SOON = { timeout: 30_000 };
const HOUR_MS = 3_600_000;

let server: TestServer;
let later = 0;
beforeAll(async () => {
  server = await startTestServer({ now: () => Date.now() + later });
});
afterAll(() => server.close());

/** Opens the stream of a dashboard, and collects what comes. */
async function follow(headers: Record<string, string>) {
  const input = JSON.stringify({ watch: [] });
  const address = `${server.url}/api/trpc/live.dashboard?${new URLSearchParams({ input })}`;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(address, { headers, agent: false }, resolve).on('error', reject);
  });
  const stream = { text: '', isOpen: true, leave: () => response.destroy() };
  response.setEncoding('utf8').on('data', (chunk: string) => {
    stream.text += chunk;
  });
  response.on('close', () => {
    stream.isOpen = false;
  });
  await vi.waitFor(() => expect(stream.text).toContain('"overview"'), SOON);
  return stream;
}

const withKey = (key: string) => follow({ authorization: `Bearer ${key}` });
const madeKey = (name: string) => server.client.keys.create.mutate({ name, scopes: ['read'] });

async function expectEnd(stream: Awaited<ReturnType<typeof follow>>, code: string): Promise<void> {
  await vi.waitFor(() => expect(stream.isOpen).toBe(false), SOON);
  expect(stream.text).toContain(`"code":"${code}"`);
}

it('ends the streams of a person who is removed, and nobody else’s', async () => {
  const { personId, cookie } = await personWith(server, 'viewer');
  const other = await personWith(server, 'viewer');
  const stays = await follow({ cookie: other.cookie });
  const streams = await Promise.all([follow({ cookie }), follow({ cookie })]);
  await server.client.people.remove.mutate({ personId });
  for (const stream of streams) await expectEnd(stream, 'UNAUTHORIZED');
  expect(stays.isOpen).toBe(true);
  stays.leave();
});

it('ends the streams of a session that is signed out, which nobody reports', async () => {
  const { cookie } = await personWith(server, 'viewer');
  const stream = await follow({ cookie });
  await post(server, '/api/auth/sign-out', {}, { cookie });
  await expectEnd(stream, 'UNAUTHORIZED');
});

it('ends the streams of a key that is revoked, expires, or may read no more', async () => {
  const revoked = await madeKey('to be revoked');
  const rotated = await madeKey('to be rotated');
  const narrowed = await server.keyFor('read');
  const kept = await madeKey('to be kept');
  const stays = await withKey(kept.key);

  const first = await withKey(revoked.key);
  await server.client.keys.revoke.mutate({ keyId: revoked.keyId });
  await expectEnd(first, 'UNAUTHORIZED');

  const second = await withKey(narrowed);
  await storeApiKey(server.db, narrowed, {
    name: 'narrowed',
    scopes: ['ingest'],
    expiresAt: null,
    createdBy: 'bootstrap',
  });
  await expectEnd(second, 'FORBIDDEN');

  const third = await withKey(rotated.key);
  await server.client.keys.rotate.mutate({ keyId: rotated.keyId, graceSeconds: HOUR_MS / 1_000 });
  try {
    later = HOUR_MS;
    await expectEnd(third, 'UNAUTHORIZED');
  } finally {
    later = 0;
  }
  expect(stays.isOpen).toBe(true);
  stays.leave();
}, 40_000);
