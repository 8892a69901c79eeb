import { z } from 'zod';

/** Where Threads is by itself. */
const API_URL = 'https://graph.threads.net';
const AUTHORIZE_URL = 'https://threads.com/oauth/authorize';
/** What reading counters and deleting posts needs. */
const SCOPES = 'threads_basic,threads_manage_insights,threads_delete';
const MAX_ANSWER_CHARACTERS = 20_000;

/** A long-lived token; epoch milliseconds. */
export interface FreshToken {
  readonly accessToken: string;
  readonly expiresAt: number;
}

/** `problem`: a sentence that holds no secret. */
export type TokenResult<Token> =
  | { readonly ok: true; readonly token: Token }
  | { readonly ok: false; readonly problem: string };

export interface TokenRequest {
  /** Threads' own address where it is left out. */
  readonly apiUrl?: string | null | undefined;
  /** For each request with its answer. */
  readonly timeoutMs: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The Meta app that people let in, and where they come back to. */
export interface ThreadsApp {
  readonly appId: string;
  readonly appSecret: string;
  readonly redirectUri: string;
}

/**
 * The page where somebody lets the app in. Threads documents no PKCE: the secret of the app takes its place.
 * @param state Comes back with them.
 * @param authorizeUrl Threads' own page by default.
 */
export function threadsAuthorizeUrl(
  { appId, redirectUri }: Pick<ThreadsApp, 'appId' | 'redirectUri'>,
  state: string,
  authorizeUrl: string = AUTHORIZE_URL,
): string {
  const url = new URL(authorizeUrl);
  const asked = { client_id: appId, redirect_uri: redirectUri, scope: SCOPES, response_type: 'code', state };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return url.href;
}

/** Gets a long-lived token, and whose it is, for the code that somebody came back with. Never rejects. */
export async function exchangeThreadsCode(
  { appId, appSecret, redirectUri }: ThreadsApp,
  code: string,
  request: TokenRequest,
): Promise<TokenResult<FreshToken & { readonly userId: string }>> {
  const form = { client_id: appId, client_secret: appSecret, grant_type: 'authorization_code' };
  const body = new URLSearchParams({ ...form, redirect_uri: redirectUri, code });
  const secrets = [appSecret, code];
  const short = await ask(request, '/oauth/access_token', { method: 'POST', body }, shortLived, secrets);
  if (!short.ok) return short;
  const { access_token: shortToken, user_id: userId } = short.token;
  const long = await longLivedToken(request, '/access_token', {
    grant_type: 'th_exchange_token',
    client_secret: appSecret,
    access_token: shortToken,
  });
  return long.ok ? { ok: true, token: { ...long.token, userId } } : long;
}

/** Gets a token that lives for another 60 days for one that is a day old at least and hasn't expired. Never rejects. */
export function refreshThreadsToken(
  accessToken: string,
  request: TokenRequest,
): Promise<TokenResult<FreshToken>> {
  const asked = { grant_type: 'th_refresh_token', access_token: accessToken };
  return longLivedToken(request, '/refresh_access_token', asked);
}

const token = z.string().regex(/^[\x21-\x7e]{1,4000}$/);
const shortLived = z.object({
  access_token: token,
  user_id: z.string().min(1),
});
const longLived = z.object({ access_token: token, expires_in: z.number().min(1) });

async function longLivedToken(
  request: TokenRequest,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<TokenResult<FreshToken>> {
  const askedAt = request.now();
  const secrets = [query['access_token'] ?? '', query['client_secret'] ?? ''];
  const answer = await ask(request, `${path}?${new URLSearchParams(query)}`, {}, longLived, secrets);
  if (!answer.ok) return answer;
  const { access_token: accessToken, expires_in: seconds } = answer.token;
  return { ok: true, token: { accessToken, expiresAt: askedAt + seconds * 1000 } };
}

const graphError = z.object({ error: z.object({ message: z.string() }) });
/** The first of the requests has errors of its own. */
const oauthError = z.object({ error_message: z.string() });

async function ask<Answer>(
  { apiUrl, timeoutMs }: TokenRequest,
  pathAndQuery: string,
  init: RequestInit,
  schema: z.ZodType<Answer>,
  secrets: readonly string[],
): Promise<TokenResult<Answer>> {
  const failed = (problem: string) => ({ ok: false, problem: withoutSecrets(problem, secrets) }) as const;
  try {
    const base = (apiUrl ?? API_URL).replace(/\/+$/, '');
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(base + pathAndQuery, { ...init, redirect: 'error', signal });
    const json = parseJson(await textOf(response));
    const parsed = schema.safeParse(json);
    if (response.ok && parsed.success) return { ok: true, token: parsed.data };
    const said =
      graphError.safeParse(json).data?.error.message ?? oauthError.safeParse(json).data?.error_message;
    if (said !== undefined) return failed(`Threads refused with ${response.status}: ${said.slice(0, 300)}`);
    return failed(`Threads answered ${response.status} without a token.`);
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return failed(
      isLate ? `Threads did not answer within ${timeoutMs / 1000} s.` : 'Threads could not be reached.',
    );
  }
}

/** @throws Where the answer is longer than any that holds a token. */
async function textOf({ body }: Response): Promise<string> {
  let text = '';
  if (body === null) return text;
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (text.length > MAX_ANSWER_CHARACTERS) throw new Error('the answer is too long');
  }
  return text;
}

/** Ids of 17 digits don't fit a JavaScript number, and two profiles would become one: it is read as text. */
const NUMERIC_USER_ID = /("user_id"\s*:\s*)(\d+)/;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(NUMERIC_USER_ID, '$1"$2"'));
  } catch {
    return undefined;
  }
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .reduce((clean, secret) => clean.replaceAll(secret, '[secret]'), text);
}
