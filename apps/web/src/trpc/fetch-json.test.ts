import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchJson } from './fetch-json';

const BODIES: Readonly<Record<string, string>> = {
  '/api': '[{"error":{"code":-32003,"message":"no"}}]',
  '/before': '{"error":{"message":"must come from the dashboard"}}',
};
const server = createServer((request, response) => {
  if (request.url === '/silent') return;
  if (request.url === '/stalled') {
    response.setHeader('content-type', 'application/json');
    response.write('{"result":');
    return;
  }
  response.setHeader(
    'content-type',
    request.url === '/proxy' ? 'text/html' : 'application/json; charset=utf-8',
  );
  response.statusCode = request.url === '/api' ? 403 : 502;
  response.end(BODIES[request.url ?? ''] ?? '{}');
});
let origin = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

test('gives what the API answers, refusals too', async () => {
  expect((await fetchJson(`${origin}/api`)).status).toBe(403);
});

test('gives what is refused before a procedure is asked in its words', async () => {
  await expect(fetchJson(`${origin}/before`)).rejects.toThrow('must come from the dashboard');
});

test.each(['/proxy', '/gateway'])('says when something else answers in the API’s place: %s', async (path) => {
  await expect(fetchJson(origin + path)).rejects.toThrow(
    'The server answered with status 502, and not as Cull does.',
  );
});

test('says when nobody answers, and nothing when the caller has turned away', async () => {
  await expect(fetchJson('http://127.0.0.1:1/api')).rejects.toThrow('The server does not answer.');
  await expect(fetchJson(`${origin}/api`, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
});

test.each(['silent', 'stalled'])(
  'says when a line is %s, and that what was asked may be done',
  async (line) => {
    await expect(fetchJson(`${origin}/${line}`, {}, 100)).rejects.toThrow(
      'The server has not answered for 0.1 seconds.',
    );
    await expect(fetchJson(`${origin}/${line}`, { method: 'POST' }, 100)).rejects.toThrow(
      'The action may still have happened: check before you try again.',
    );
  },
);
