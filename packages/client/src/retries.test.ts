import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, aVariant, startTestCull, type TestCull } from '../test/server.js';
import { retryAfterMs } from './answers.js';
import { createCullClient } from './index.js';
import { waitMs } from './retries.js';

let cull: TestCull;
beforeAll(async () => {
  cull = await startTestCull();
});
afterEach(() => cull.behind(null));
afterAll(() => cull.stop());

const client = (retries?: number) =>
  createCullClient({ url: cull.url, apiKey: API_KEY, ...(retries !== undefined && { retries }) });

/** Fails the next calls, then lets them through. @returns How often it was called. */
function failing(times: number, how: Failure): () => number {
  let calls = 0;
  cull.behind((request, response) => {
    calls += 1;
    if (calls > times) return false;
    if (how === 'broken') request.socket.destroy();
    else {
      const headers = { 'content-type': 'text/html', ...(how === 429 && { 'retry-after': '1' }) };
      response.writeHead(how, headers).end('<h1>Sorry</h1>');
    }
    return true;
  });
  return () => calls;
}
type Failure = 'broken' | 429 | 500 | 502 | 503 | 504;

describe('what is safe to repeat', () => {
  it.each<Failure>(['broken', 502, 503, 504])('is tried again after %s', async (how) => {
    const calls = failing(2, how);
    const variant = aVariant();
    expect(await client().variants.posted.mutate(variant)).toMatchObject({ created: true });
    expect(calls()).toBe(3);
  });

  it('goes for queries, and for pushed counters', async () => {
    const calls = failing(1, 'broken');
    expect(await client().pool.list.query({ personaId: 'nobody' })).toMatchObject({ items: [] });
    expect(calls()).toBe(2);
    const { variantId } = aVariant();
    const sample = { variantId, views: 1, interactions: 0, observedAt: new Date().toISOString() };
    const again = failing(1, 503);
    expect(await client().metrics.ingest.mutate({ samples: [sample] })).toMatchObject({ accepted: 0 });
    expect(again()).toBe(2);
  });

  it('changes nothing the second time, although the first answer was lost', async () => {
    const variant = aVariant();
    let isLost = false;
    cull.behind((_, response) => {
      if (isLost) return false;
      isLost = true;
      response.writeHead = () => {
        response.destroy();
        return response;
      };
      return false;
    });
    expect(await client().variants.posted.mutate(variant)).toMatchObject({ created: false });
  });

  it('waits as long as a 429 asks for', async () => {
    const calls = failing(1, 429);
    const begin = performance.now();
    await client().pool.list.query({});
    expect(performance.now() - begin).toBeGreaterThan(950);
    expect(calls()).toBe(2);
  });

  it('is given up after as many retries as are allowed', async () => {
    const calls = failing(9, 503);
    await expect(client(1).pool.list.query({})).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(calls()).toBe(2);
    const once = failing(9, 'broken');
    await expect(client(0).pool.list.query({})).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(once()).toBe(1);
  });

  it('ends with the caller’s interest in it', async () => {
    const calls = failing(9, 503);
    const call = client().pool.list.query({}, { signal: AbortSignal.timeout(400) });
    await expect(call).rejects.toMatchObject({
      code: 'CLIENT_CLOSED_REQUEST',
    });
    expect(calls()).toBeLessThan(4);
  });
});

describe('what is not', () => {
  it.each<Failure>(['broken', 503])('is called once, whatever happens: %s', async (how) => {
    const calls = failing(1, how);
    const killed = client().monitoring.kill.mutate({ variantId: 'nobody', reason: 'test' });
    await expect(killed).rejects.toMatchObject({ code: how === 503 ? 'SERVICE_UNAVAILABLE' : 'UNREACHABLE' });
    expect(calls()).toBe(1);
  });

  it('is what Cull has refused, or failed at', async () => {
    const before = cull.requests.length;
    await expect(client().monitoring.status.query({ variantId: 'nobody' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(cull.requests.length).toBe(before + 1);
    const calls = failing(1, 500);
    await expect(client().pool.list.query({})).rejects.toMatchObject({ code: 'NOT_CULL', status: 500 });
    expect(calls()).toBe(1);
  });
});

describe('the waits', () => {
  it.each([
    [1, 125, 250],
    [2, 250, 500],
    [4, 1_000, 2_000],
    [40, 7_500, 15_000],
  ])('after %i failures are between %i and %i ms', (failures, least, most) => {
    expect(waitMs(failures, 0)).toBe(least);
    expect(waitMs(failures, 1)).toBe(most);
  });

  const NOW = Date.UTC(2026, 10, 24);
  it.each([
    ['3', 3_000],
    ['Tue, 24 Nov 2026 00:00:05 GMT', 5_000],
    ['Mon, 23 Nov 2026 00:00:00 GMT', 0],
    ['soon', null],
  ])('of retry-after %s', (value, wait) => {
    expect(retryAfterMs({ headers: new Headers({ 'retry-after': value }) }, NOW)).toBe(wait);
  });
});
