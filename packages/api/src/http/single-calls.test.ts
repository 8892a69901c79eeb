import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_KEY, aVariant, startTestServer, type TestServer } from '../../test/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** The same call as a batch of one, which takes the way through tRPC's own adapter. */
async function asBatch(procedure: string, input: unknown, key: string | null) {
  const response = await fetch(`${server.url}/api/trpc/${procedure}?batch=1`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key !== null && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ 0: input }),
  });
  const [answer]: unknown[] = JSON.parse(await response.text());
  return { answer, response };
}

describe('a single mutation', () => {
  const known = aVariant();
  it.each([
    ['is good', 'variants.posted', known, ADMIN_KEY, 200],
    ['has a bad field', 'variants.posted', { ...known, expectedEngagementRate: 2 }, ADMIN_KEY, 400],
    ['meets another post', 'variants.posted', { ...known, postId: 'another' }, ADMIN_KEY, 409],
    ['is about an unknown variant', 'monitoring.kill', { variantId: 'unknown', reason: 'x' }, ADMIN_KEY, 404],
    ['shows no key', 'variants.posted', known, null, 401],
  ])('that %s is answered as one of a batch', async (_, procedure, input, key, status) => {
    // Posted before, so that both meet the same session.
    await server.call('variants.posted', known);
    const single = await server.call(procedure, input, { key });
    const { answer, response } = await asBatch(procedure, input, key);
    expect([single.status, response.status]).toEqual([status, status]);
    expect(await single.json()).toEqual(answer);
    for (const header of ['content-type', 'vary'])
      expect(single.headers.get(header)).toBe(response.headers.get(header));
  });

  it.each(['', '{', '{"variantId": NaN}'])('with %j, which is no JSON, is refused', async (body) => {
    const response = await server.call('variants.posted', body);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('the body must be valid JSON');
  });

  it('of a procedure that nobody knows, or that is a query, is left to the adapter', async () => {
    expect((await server.call('variants.unknown', {})).status).toBe(404);
    expect((await server.call('pool.list', {})).status).toBe(405);
  });
});
