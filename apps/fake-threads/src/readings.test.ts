import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { drawDelay } from './delay';
import { seededRandom } from './random';
import { type FakeThreads, startFakeThreads } from './server';

const START = Date.parse('2026-01-01T00:00:00Z');
const value = z.object({ value: z.unknown() });
const dataSchema = z.object({
  data: z.array(
    z.object({ name: z.string(), values: z.array(value).optional(), total_value: value.optional() }),
  ),
});

let now = START;
let server: FakeThreads;

beforeEach(async () => {
  now = START;
  server = await startFakeThreads({ seed: 'test', now: () => now });
  await control('POST', 'posts', { postId: 'p1', scenario: 'winner' });
  await pin(1_000, 60);
});
afterEach(() => server.close());

const control = async (method: string, path: string, body?: object) => {
  const response = await fetch(`${server.url}/_sim/${path}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
};
const pin = (views: number, interactions: number) =>
  control('PUT', 'posts/p1/counters', { views, interactions });
const fault = (body: object) => control('PUT', 'faults', body);
const read = async () => {
  const response = await fetch(`${server.url}/v1.0/p1/insights?metric=views,likes&access_token=any`);
  return dataSchema.parse(await response.json()).data;
};
const views = async () => (await read())[0]?.values?.[0]?.value;

describe('readings', () => {
  it('are written as total_value, as strings, or both', async () => {
    await fault({ kind: 'strings' });
    expect(await read()).toMatchObject([{ name: 'views', values: [{ value: '1000' }] }, { name: 'likes' }]);
    await fault({ kind: 'total_value' });
    expect((await read())[0]).toEqual({ name: 'views', total_value: { value: '1000' } });
    await control('DELETE', 'faults?kind=strings');
    expect((await read())[0]).toEqual({ name: 'views', total_value: { value: 1_000 } });
  });

  it.each([
    ['empty', []],
    ['null', [{ name: 'views' }, { name: 'likes', values: [{ value: null }] }]],
    ['missing_metric', [{ name: 'views' }]],
    ['negative', [{ name: 'views' }, { name: 'likes', values: [{ value: -61 }] }]],
  ])('are %s where a fault says so', async (shape, data) => {
    await fault({ kind: 'malformed', shape });
    expect(await read()).toMatchObject(data);
    expect(await read()).toHaveLength(data.length);
  });

  it('are corrected down once and go on from there', async () => {
    await fault({ kind: 'correction', share: 0.3 });
    expect(await views()).toBe(700);
    await pin(1_500, 60);
    expect(await views()).toBe(1_200);
    await control('DELETE', 'faults');
    expect(await views()).toBe(1_500);
  });

  it('jump for one reading of a post alone', async () => {
    await fault({ kind: 'jump', factor: 50 });
    expect(await views()).toBe(1_001 * 50);
    expect(await views()).toBe(1_000);
    await fault({ kind: 'jump', factor: 50 });
    expect(await views()).toBe(1_001 * 50);
  });

  it('are counted, so that a client’s calls are known', async () => {
    await read();
    await read();
    const { results } = z
      .object({ results: z.array(z.object({ reads: z.number() })) })
      .parse(await control('POST', 'truth', { posts: [{ postId: 'p1', expected: 0.06 }] }));
    expect(results).toMatchObject([{ reads: 2 }]);
  });
});

describe('delays', () => {
  const draws = (delay: Parameters<typeof drawDelay>[0]) => {
    const random = seededRandom('delays');
    return Array.from({ length: 20_000 }, () => drawDelay(delay, random)).sort((a, b) => a - b);
  };

  it('are lognormal with the percentiles asked for', () => {
    const sorted = draws({ p50: 150, p99: 3_000 });
    expect((sorted[10_000] ?? 0) / 150).toBeCloseTo(1, 1);
    expect((sorted[19_800] ?? 0) / 3_000).toBeGreaterThan(0.85);
    expect((sorted[19_800] ?? 0) / 3_000).toBeLessThan(1.15);
  });

  it('are spread evenly, or always the same', () => {
    const sorted = draws({ min: 100, max: 300 });
    expect(sorted[0]).toBeGreaterThanOrEqual(100);
    expect(sorted.at(-1)).toBeLessThanOrEqual(300);
    expect(sorted[10_000]).toBeGreaterThan(195);
    expect(sorted[10_000]).toBeLessThan(205);
    expect(new Set(draws(80))).toEqual(new Set([80]));
  });

  it('hold back one account and no other request', async () => {
    await control('POST', 'accounts', { accountId: 'far', accessToken: 'far-token' });
    await fault({ kind: 'slow', delayMs: { min: 60_000, max: 60_000 }, accountId: 'far' });
    const hangUp = new AbortController();
    const held = fetch(`${server.url}/v1.0/me?access_token=far-token`, { signal: hangUp.signal });
    expect(await views()).toBe(1_000);
    hangUp.abort();
    await expect(held).rejects.toThrow();
  });

  it.each([[{ p50: 10, p99: 5 }], [{ min: 3, max: 2 }], [0]])('can not be %j', async (delayMs) => {
    await expect(fault({ kind: 'slow', delayMs })).rejects.toThrow(/delayMs is/);
  });
});
