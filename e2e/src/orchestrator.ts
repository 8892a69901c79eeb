import { randomUUID } from 'node:crypto';
import { PRODUCT } from './product';

/** Calls a tRPC mutation as a program in any language would: plain HTTP and JSON. */
export async function mutate(procedure: string, input: unknown): Promise<Record<string, unknown>> {
  return unwrap(
    procedure,
    await fetch(`${PRODUCT.url}/api/trpc/${procedure}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${PRODUCT.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    }),
  );
}

/** Calls a tRPC query. */
export async function query(procedure: string, input: unknown): Promise<Record<string, unknown>> {
  const parameters = new URLSearchParams({ input: JSON.stringify(input) });
  return unwrap(
    procedure,
    await fetch(`${PRODUCT.url}/api/trpc/${procedure}?${parameters}`, {
      headers: { authorization: `Bearer ${PRODUCT.apiKey}` },
    }),
  );
}

/**
 * Makes a post at the source whose counters only `setCounters` moves.
 * @param accountId Whose; the default profile's where none is named.
 */
export async function publish(views: number, interactions: number, accountId?: string): Promise<string> {
  const postId = `post-${randomUUID()}`;
  const audience = {
    expectedViewsPerMinute: 0,
    decayMinutes: 10,
    engagementRate: 0,
    reactionLagSeconds: 0,
    burstiness: 0,
  };
  await control('POST', 'posts', { postId, audience, accountId });
  await setCounters(postId, views, interactions);
  return postId;
}

export function setCounters(postId: string, views: number, interactions: number): Promise<void> {
  return control('PUT', `posts/${postId}/counters`, { views, interactions });
}

/** Makes the source fail for everybody, or with null no more. */
export function setFault(kind: string | null): Promise<void> {
  return kind === null ? control('DELETE', 'faults') : control('PUT', 'faults', { kind });
}

/** Makes a profile at the source, or changes the one of this name. */
export async function simulateAccount(accountId: string, values: Record<string, unknown>): Promise<void> {
  const { status } = await send('GET', `accounts/${accountId}`);
  if (status === 404) await control('POST', 'accounts', { accountId, ...values });
  else await control('PUT', `accounts/${accountId}`, values);
}

/** Posts a variant that nobody else uses. */
export async function post(
  name: string,
  postId: string,
  values: Record<string, unknown> = {},
): Promise<string> {
  const variantId = `${name}-${randomUUID().slice(0, 8)}`;
  await mutate('variants.posted', {
    variantId,
    personaId: 'e2e-persona',
    postId,
    expectedEngagementRate: 0.06,
    content: `The text of ${name}`,
    scheduledPosts: [{ id: 'tomorrow', publishAt: new Date(Date.now() + 86_400_000).toISOString() }],
    ...values,
  });
  return variantId;
}

async function control(method: string, path: string, body?: unknown): Promise<void> {
  const response = await send(method, path, body);
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}`);
}

function send(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${PRODUCT.sourceUrl}/_sim/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

async function unwrap(procedure: string, response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${procedure} answered ${response.status}: ${text}`);
  return JSON.parse(text).result.data;
}
