import type { AppRouter } from '@cull/api';
import { createTRPCClient, httpLink } from '@trpc/client';
import { expect, it, vi } from 'vitest';
import { confirmLink } from './confirm-link';

const refusal = (data: object) => ({ error: { code: -32003, message: 'Confirm that it’s you.', data } });
const NEEDED = refusal({ code: 'FORBIDDEN', httpStatus: 403, reason: 'confirmation_needed' });
const FORBIDDEN = refusal({ code: 'FORBIDDEN', httpStatus: 403 });
const DONE = { result: { data: { personId: 'ann' } } };

/** A client whose server gives these answers, one after the other. */
function clientOf(answers: readonly object[], confirm: () => Promise<boolean>) {
  const calls = vi.fn();
  const client = createTRPCClient<AppRouter>({
    links: [
      confirmLink(confirm),
      httpLink({
        url: 'http://cull.example/api/trpc',
        fetch: async () => {
          const answer = answers[calls.mock.calls.length] ?? DONE;
          calls();
          return Response.json(answer, { status: 'error' in answer ? 403 : 200 });
        },
      }),
    ],
  });
  return { calls, act: () => client.people.setRole.mutate({ personId: 'ann', role: 'viewer' }) };
}

it('asks, and goes on with what was asked for', async () => {
  const confirm = vi.fn(async () => true);
  const { act, calls } = clientOf([NEEDED], confirm);
  expect(await act()).toEqual({ personId: 'ann' });
  expect([confirm.mock.calls.length, calls.mock.calls.length]).toEqual([1, 2]);
});

it('passes the refusal on where they did not, or it still needs it', async () => {
  const { act, calls } = clientOf([NEEDED], async () => false);
  await expect(act()).rejects.toThrow('Confirm that it’s you.');
  expect(calls).toHaveBeenCalledTimes(1);
  const confirm = vi.fn(async () => true);
  await expect(clientOf([NEEDED, NEEDED], confirm).act()).rejects.toThrow('Confirm that it’s you.');
  expect(confirm).toHaveBeenCalledTimes(1);
});

it('asks nobody where it is refused for good', async () => {
  const confirm = vi.fn(async () => true);
  await expect(clientOf([FORBIDDEN], confirm).act()).rejects.toThrow();
  expect(confirm).not.toHaveBeenCalled();
});
