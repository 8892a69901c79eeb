/** What can go wrong between Cull and the Threads API. Told apart by `code`; instants are epoch milliseconds. */
export type ThreadsFailure =
  /** The source asked to slow down. Nothing is sent to it before `retryAt`. */
  | { readonly code: 'rate_limited'; readonly retryAt: number; readonly detail: string }
  /** The access token is expired, revoked or wrong: only a person can help. */
  | { readonly code: 'token_invalid'; readonly detail: string }
  /** The post does not exist any more, or never did. */
  | { readonly code: 'post_gone'; readonly detail: string }
  /** No usable answer for now; asking again later may help. */
  | { readonly code: 'unavailable'; readonly cause: UnavailableCause; readonly detail: string }
  /** An answer that cannot be believed. */
  | {
      readonly code: 'malformed';
      readonly field: string;
      readonly received: string;
      readonly needed: string;
      readonly detail: string;
    };

/**
 * `server_error`: a 5xx or the Graph API's own word for it; `refused`: another error of the Graph API, such as a
 * missing permission; `cancelled`: the caller's own signal.
 */
export type UnavailableCause = 'network' | 'timeout' | 'server_error' | 'refused' | 'cancelled';

/** Carries a ThreadsFailure where a function has no other way to say it. */
export class ThreadsError extends Error {
  constructor(readonly failure: ThreadsFailure) {
    super(failure.detail);
    this.name = 'ThreadsError';
  }
}

const LONGEST_QUOTE = 200;

/** A failure for an answer whose field does not hold what is needed. */
export function malformed(field: string, received: unknown, needed: string): ThreadsFailure {
  const quoted = quote(received);
  return {
    code: 'malformed',
    field,
    received: quoted,
    needed,
    detail: `The answer's ${field} is ${quoted}; it needs ${needed}.`,
  };
}

/** A failure with the access token taken out of every text, in case the source or the network echoed it. */
export function withoutToken(failure: ThreadsFailure, accessToken: string): ThreadsFailure {
  const clean = (text: string) =>
    text.replaceAll(accessToken, '[token]').replaceAll(encodeURIComponent(accessToken), '[token]');
  if (failure.code !== 'malformed') return { ...failure, detail: clean(failure.detail) };
  const { field, received, detail } = failure;
  return { ...failure, field: clean(field), received: clean(received), detail: clean(detail) };
}

function quote(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}
