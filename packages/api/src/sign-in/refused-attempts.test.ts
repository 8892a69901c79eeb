import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AccessEvent } from './access-events';
import { createRefusedAttempts, type RefusedAttempts } from './refused-attempts';

let now = 0;
let refused: RefusedAttempts;
const write = vi.fn(async () => {});
const writeMore = vi.fn(async () => {});
const onError = vi.fn();
beforeEach(() => {
  vi.clearAllMocks();
  refused = createRefusedAttempts({ write, writeMore, onError, now: () => now });
});
afterEach(() => refused.close());

const from = (address: string): AccessEvent => ({
  type: 'sign_in_failed',
  email: 'ann@example.org',
  method: 'password',
  address,
  userAgent: 'curl',
});

async function attempts(count: number) {
  for (let n = 0; n < count; n += 1) await refused.note(from(`2001:db8::${n.toString(16)}`));
}

it('puts a few attempts on record one by one', async () => {
  await attempts(30);
  expect(write).toHaveBeenCalledTimes(30);
  await refused.close();
  expect(writeMore).not.toHaveBeenCalled();
});

it('counts the rest of a minute in one entry, however many addresses there are', async () => {
  await attempts(5_000);
  now += 60_000;
  await attempts(1);
  expect(write).toHaveBeenCalledTimes(31);
  expect(writeMore.mock.calls).toEqual([[{ attempts: 4_970, addresses: 1_000 }]]);
});

it('concludes the last minute by itself, and when it is closed', async () => {
  vi.useFakeTimers();
  refused = createRefusedAttempts({ write, writeMore, onError, now: () => now });
  await attempts(31);
  now += 60_000;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(writeMore).toHaveBeenCalledTimes(1);
  await attempts(32);
  await refused.close();
  expect(writeMore).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});

it('reports an entry that could not be written, and does not throw where nobody waits', async () => {
  await attempts(31);
  writeMore.mockRejectedValueOnce(new Error('the database is away'));
  await refused.close();
  expect(onError).toHaveBeenCalledTimes(1);
});
