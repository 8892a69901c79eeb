import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { ADMIN_KEY, startTestServer, type TestServer } from '../../test/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const answersSchema = z.array(
  z.object({ error: z.object({ data: z.object({ code: z.string() }) }).optional() }),
);

function batch(procedure: string, count: number, input: unknown): Promise<Response> {
  const inputs = Object.fromEntries(Array.from({ length: count }, (_, index) => [index, input]));
  const query = new URLSearchParams({ batch: '1', input: JSON.stringify(inputs) });
  return fetch(`${server.url}/api/trpc/${Array(count).fill(procedure).join(',')}?${query}`, {
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
  });
}

it('takes so many calls in one request, and no more', async () => {
  expect((await batch('pool.list', 50, {})).status).toBe(200);
  const refused = await batch('pool.list', 51, {});
  expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('maximum')]);
});

it('keeps few replays of one caller waiting, and refuses the rest', async () => {
  const preview = { scope: { type: 'global' }, values: { killRatio: 0.4 } };
  const answer = await batch('thresholds.preview', 30, preview);
  const codes = answersSchema.parse(await answer.json()).map(({ error }) => error?.data.code ?? 'OK');
  // Two run and twenty wait.
  expect(codes.filter((code) => code === 'OK')).toHaveLength(22);
  expect(codes.filter((code) => code === 'TOO_MANY_REQUESTS')).toHaveLength(8);
  expect(answer.headers.get('retry-after')).toBe('5');
  expect((await batch('thresholds.preview', 2, preview)).status).toBe(200);
});
