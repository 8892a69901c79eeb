import { randomUUID } from 'node:crypto';
import { mutate, post, publish, simulateAccount } from './orchestrator';
import { PRODUCT } from './product';

const CALLS = 1_000;
/** Enough for the source to tell that its limit is near, and not for it to refuse. */
const SPENT = 950;
const AT_ONCE = 50;
const READ_WITHIN_MS = 10_000;

/**
 * Posts a variant through an account whose calls are nearly used up, so that it is checked less often than planned.
 * @returns Its id, within a minute of being behind.
 */
export async function postThroughScarceAccount(): Promise<string> {
  const name = `scarce-${randomUUID().slice(0, 8)}`;
  const accessToken = `token-of-${name}`;
  await simulateAccount(name, { accessToken, quotas: { calls: CALLS, windowSeconds: 3_600 } });
  const postId = await publish(1_000, 80, name);
  for (let spent = 0; spent < SPENT; spent += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, () => read(postId, accessToken)));
  const { accountId } = await mutate('accounts.create', {
    name,
    platform: 'threads',
    baseUrl: PRODUCT.sourceUrl,
    accessToken,
  });
  return post('behind', postId, { accountId });
}

async function read(postId: string, accessToken: string): Promise<void> {
  const url = `${PRODUCT.sourceUrl}/v1.0/${postId}/insights?metric=views`;
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${accessToken}` },
    signal: AbortSignal.timeout(READ_WITHIN_MS),
  });
  if (!response.ok) throw new Error(`reading a post answered ${response.status}: ${await response.text()}`);
}
