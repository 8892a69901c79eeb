import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchJson } from './fetch-json';

const server = createServer((request, response) => {
  response.setHeader(
    'content-type',
    request.url === '/api' ? 'application/json; charset=utf-8' : 'text/html',
  );
  response.statusCode = request.url === '/api' ? 403 : 502;
  response.end('{}');
});
let origin = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
});
afterAll(() => server.close());

test('gives what the API answers, refusals too', async () => {
  expect((await fetchJson(`${origin}/api`)).status).toBe(403);
});

test('says when something else answers in the API’s place', async () => {
  await expect(fetchJson(`${origin}/proxy`)).rejects.toThrow(
    'The server answered with status 502, and not as Cull does.',
  );
});

test('says when nobody answers, and nothing when the caller has turned away', async () => {
  await expect(fetchJson('http://127.0.0.1:1/api')).rejects.toThrow('The server does not answer.');
  await expect(fetchJson(`${origin}/api`, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
});
