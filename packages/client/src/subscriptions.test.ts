import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { API_KEY, aVariant, startTestCull, type TestCull } from '../test/server.js';
import { createCullClient, isCullError } from './index.js';

/** Of a machine with other things to do. */
const PATIENCE_MS = 30_000;

let cull: TestCull;
beforeAll(async () => {
  cull = await startTestCull();
});
afterAll(() => cull.stop());

/** Follows the log from its newest events on, and keeps what it is told. */
function follow(apiKey = API_KEY) {
  const seen: (string | null)[] = [];
  const errors: unknown[] = [];
  let isOpen = false;
  let isComplete = false;
  const subscription = createCullClient({ url: cull.url, apiKey }).live.events.subscribe(
    {},
    {
      onData: ({ data }) => seen.push(data.variantId),
      onError: (error) => errors.push(error),
      onConnectionStateChange: ({ state }) => {
        isOpen = state === 'pending';
      },
      onComplete: () => {
        isComplete = true;
      },
    },
  );
  return {
    seen,
    errors,
    isOpen: () => isOpen,
    isComplete: () => isComplete,
    end: () => subscription.unsubscribe(),
  };
}

/** Posts a variant, and says which. */
async function post(): Promise<string> {
  const variant = aVariant();
  await createCullClient({ url: cull.url, apiKey: API_KEY }).variants.posted.mutate(variant);
  return variant.variantId;
}

describe('a subscription', { timeout: 5 * PATIENCE_MS }, () => {
  it('goes on behind the last event after a restart, without gaps or repeats', async () => {
    const before = await post();
    const followed = follow();
    await vi.waitFor(() => expect(followed.seen).toEqual([before]), PATIENCE_MS);

    await cull.stop();
    await vi.waitFor(() => expect(followed.isOpen()).toBe(false), PATIENCE_MS);
    await cull.start();
    const meanwhile = await post();
    await vi.waitFor(() => expect(followed.seen).toEqual([before, meanwhile]), PATIENCE_MS);
    const after = await post();
    await vi.waitFor(() => expect(followed.seen).toEqual([before, meanwhile, after]), PATIENCE_MS);
    expect(followed.errors).toEqual([]);
    expect(followed.isComplete()).toBe(false);
    followed.end();
  });

  it('goes on after connections that break, and while a gateway stands in', async () => {
    const before = await post();
    const followed = follow();
    // What the log holds already is told first.
    await vi.waitFor(() => expect(followed.seen.at(-1)).toBe(before), PATIENCE_MS);
    const known = followed.seen.length;
    let refused = 0;
    cull.behind((request, response) => {
      if (!request.url?.includes('live.events')) return false;
      refused += 1;
      if (refused === 1) request.socket.destroy();
      else response.writeHead(503, { 'content-type': 'text/html' }).end('<h1>Back soon</h1>');
      return true;
    });
    cull.breakConnections();
    await vi.waitFor(() => expect(refused).toBeGreaterThan(3), PATIENCE_MS);
    const missed = await post();
    cull.behind(null);
    await vi.waitFor(() => expect(followed.seen.slice(known)).toEqual([missed]), PATIENCE_MS);
    expect(followed.errors).toEqual([]);
    followed.end();
  });

  it('ends where the key is refused, and says so', async () => {
    const followed = follow('cull_unknown');
    await vi.waitFor(() => expect(followed.errors).toHaveLength(1), PATIENCE_MS);
    const [error] = followed.errors;
    expect(isCullError(error, 'UNAUTHORIZED')).toBe(true);
    expect(error).toMatchObject({ message: expect.stringContaining('needs a valid API key'), status: 401 });
    expect(cull.requests.filter((request) => request.endsWith('live.events')).length).toBeGreaterThan(0);
  });
});
