import { expect, test, vi } from 'vitest';
import { reloadOnce } from './outdated';

function browser(answer: () => Promise<Response>) {
  const stored = new Map<string, string>();
  return {
    sessionStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
    },
    location: { reload: vi.fn() },
    fetch: vi.fn(answer),
  };
}

test('a page reloads once, and again only after a minute', async () => {
  const window = browser(async () => new Response('ok'));
  for (const now of [1_000_000, 1_030_000, 1_059_999, 1_060_000]) await reloadOnce(window, now);
  expect(window.location.reload).toHaveBeenCalledTimes(2);
});

test.each([
  ['nobody answers', () => Promise.reject(new TypeError('Failed to fetch'))],
  ['the server is unhealthy', async () => new Response('', { status: 503 })],
])('while %s the page stays', async (_why, answer) => {
  const window = browser(answer);
  await reloadOnce(window, 1_000_000);
  expect(window.location.reload).not.toHaveBeenCalled();
});
