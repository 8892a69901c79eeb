export interface CullClientOptions {
  /** Cull's address, for example `http://127.0.0.1:3000`. */
  readonly url: string | undefined;
  /** A key with the scopes that the calls need. */
  readonly apiKey: string | undefined;
  /** What carries the calls; the platform's own by default. */
  readonly fetch?: typeof globalThis.fetch;
  /** How often a call that is safe to repeat is tried again, 4 by default; 0 for never. Subscriptions never give up. */
  readonly retries?: number;
  /** How long one try may take, in milliseconds; 10,000 by default. A subscription's has to connect within it. */
  readonly timeoutMs?: number;
}

/** The options with everything filled in and checked. */
export interface Connection {
  /** Where tRPC answers. */
  readonly endpoint: string;
  readonly authorization: string;
  readonly fetch: typeof globalThis.fetch;
  readonly retries: number;
  readonly timeoutMs: number;
}

const RETRIES = 4;
const TIMEOUT_MS = 10_000;
/** What an HTTP header can carry. */
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

/** @throws TypeError that names the option, what it has and what it needs; a key is never repeated. */
export function readOptions(options: CullClientOptions): Connection {
  const { url, apiKey, fetch = globalThis.fetch, retries = RETRIES, timeoutMs = TIMEOUT_MS } = options;
  if (apiKey === undefined || apiKey === '') throw new TypeError('apiKey: is missing, needs a key of Cull’s');
  if (!VISIBLE_ASCII.test(apiKey)) throw new TypeError('apiKey: has blanks or characters that no key has');
  if (!Number.isInteger(retries) || retries < 0)
    throw new TypeError(`retries: is ${retries}, needs to be a whole number of 0 or more`);
  if (!(timeoutMs > 0 && timeoutMs < 2 ** 31))
    throw new TypeError(`timeoutMs: is ${timeoutMs}, needs to be milliseconds above 0`);
  return { endpoint: endpointOf(url), authorization: `Bearer ${apiKey}`, fetch, retries, timeoutMs };
}

function endpointOf(url: string | undefined): string {
  const example = 'needs to be an address like http://127.0.0.1:3000';
  if (url === undefined || url === '') throw new TypeError(`url: is missing, ${example}`);
  if (!URL.canParse(url)) throw new TypeError(`url: is ${url}, ${example}`);
  const { protocol, origin, pathname, search, hash, username } = new URL(url);
  // Without its protocol, `localhost:3000` is a URL of the protocol `localhost:`.
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new TypeError(`url: is ${url}, ${example}, with its protocol`);
  if (search !== '' || hash !== '' || username !== '')
    throw new TypeError(`url: has more than an address and a path, ${example}`);
  return `${origin}${pathname.replace(/\/+$/, '')}/api/trpc`;
}
