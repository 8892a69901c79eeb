import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, aVariant, startTestCull, type TestCull } from '../test/server.js';
import { type CullClientOptions, CullError, createCullClient, isCullError } from './index.js';

let cull: TestCull;
beforeAll(async () => {
  cull = await startTestCull();
});
afterEach(() => cull.behind(null));
afterAll(() => cull.stop());

const client = (options: Partial<CullClientOptions> = {}) =>
  createCullClient({ url: cull.url, apiKey: API_KEY, retries: 0, ...options });

/** What a call is refused with. */
async function refusal(call: Promise<unknown>): Promise<CullError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!isCullError(error)) throw new Error(`is no CullError: ${error}`);
  return error;
}

describe('an error', () => {
  it('of the input names the field', async () => {
    const variant = { ...aVariant(), expectedEngagementRate: 6 };
    expect(await refusal(client().variants.posted.mutate(variant))).toMatchObject({
      name: 'CullError',
      code: 'BAD_REQUEST',
      status: 400,
      message: expect.stringMatching(/^expectedEngagementRate: /),
      data: { path: 'variants.posted' },
    });
  });

  it('can be told apart by its code', async () => {
    const error = await refusal(client({ apiKey: 'cull_unknown' }).pool.list.query({}));
    expect(error).toBeInstanceOf(CullError);
    expect([error.code, error.message]).toEqual(['UNAUTHORIZED', expect.stringContaining('valid API key')]);
    expect(isCullError(error, 'NOT_FOUND', 'UNAUTHORIZED')).toBe(true);
    expect(isCullError(error, 'NOT_FOUND')).toBe(false);
    expect(isCullError(new Error('another'))).toBe(false);
  });

  it('of a batch is the error of its call alone', async () => {
    const cullClient = client();
    const variant = aVariant();
    const [posted, wrong] = await Promise.allSettled([
      cullClient.variants.posted.mutate(variant),
      cullClient.variants.posted.mutate({ ...aVariant(), personaId: '' }),
    ]);
    expect(posted).toMatchObject({ status: 'fulfilled', value: { variantId: variant.variantId } });
    expect(wrong).toMatchObject({ status: 'rejected', reason: { code: 'BAD_REQUEST' } });
  });

  it.each([
    ['another path of Cull’s', '/api/elsewhere'],
    ['another program', '/elsewhere'],
  ])('tells that %s is not the API', async (_, path) => {
    const { code, message } = await refusal(client({ url: `${cull.url}${path}` }).pool.list.query({}));
    expect([code, message]).toEqual([
      'NOT_CULL',
      expect.stringMatching(/answers 404, .* is the url right\?$/),
    ]);
  });

  it('tells that nothing answers, and where', async () => {
    const { code, message, status } = await refusal(
      client({ url: 'http://127.0.0.1:9' }).pool.list.query({}),
    );
    expect([code, status]).toEqual(['UNREACHABLE', null]);
    expect(message).toMatch(/^nothing answers at http:\/\/127\.0\.0\.1:9\/api\/trpc: \S/);
  });

  it('tells that it took too long', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const call = client({ url: `http://127.0.0.1:${port}`, timeoutMs: 100 }).pool.list.query({});
    expect(await refusal(call)).toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringContaining('100 ms'),
    });
    silent.close();
  });

  it('tells that the caller gave up', async () => {
    const caller = new AbortController();
    // Once the request is there: one that arrives after its test would be counted in the next.
    cull.behind(() => {
      caller.abort();
      return true;
    });
    const call = client().pool.list.query({}, { signal: caller.signal });
    expect(await refusal(call)).toMatchObject({ code: 'CLIENT_CLOSED_REQUEST' });
  });
});

describe('calls of the same moment', () => {
  it('travel together, fifty at most', async () => {
    const before = cull.requests.length;
    const cullClient = client();
    const posted = await Promise.all(
      Array.from({ length: 120 }, () => cullClient.variants.posted.mutate(aVariant())),
    );
    expect(posted.every(({ created }) => created)).toBe(true);
    expect(cull.requests.length - before).toBe(3);
  });

  it('travel alone where they are large, so that a body stays within the limit', async () => {
    const before = cull.requests.length;
    const cullClient = client();
    const posts = Array.from({ length: 1_000 }, (_, index) => ({
      id: `${index}-${'x'.repeat(190)}`,
      publishAt: '2027-01-01T00:00:00Z',
    }));
    await Promise.all(
      Array.from({ length: 24 }, () =>
        cullClient.variants.posted.mutate({ ...aVariant(), scheduledPosts: posts }),
      ),
    );
    expect(cull.requests.length - before).toBe(24);
  });

  it('keep a URL short enough for gateways', async () => {
    const lengths: number[] = [];
    cull.behind(({ url = '' }) => {
      lengths.push(url.length);
      return false;
    });
    const cullClient = client();
    const variantId = 'v'.repeat(200);
    const asked = Array.from({ length: 40 }, () => cullClient.monitoring.status.query({ variantId }));
    await Promise.allSettled(asked);
    expect(lengths.length).toBeGreaterThan(1);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(8_000);
  });

  it('are carried by the fetch that is given', async () => {
    const seen: string[] = [];
    const fetch: typeof globalThis.fetch = (input, init) => {
      seen.push(String(input));
      return globalThis.fetch(input, init);
    };
    await client({ fetch }).pool.list.query({});
    expect(seen).toEqual([expect.stringContaining('/api/trpc/pool.list')]);
  });
});
