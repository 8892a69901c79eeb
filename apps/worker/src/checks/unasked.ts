import type { SourceFailure, SourceReading } from '@cull/sources';

const MANY_RETRY_MS = 3_000;

/** An adapter that breaks its promise must not leave a variant without its next check. */
export function unanswered(postId: string): SourceReading {
  const detail = 'The adapter of the source gave no reading for this post.';
  return { ok: false, postId, failure: { code: 'unavailable', cause: 'refused', detail } };
}

/** The account as a whole asked to be left alone. */
export function waits(until: number): SourceFailure {
  const detail = `The source asked to slow down; nothing is sent before ${new Date(until).toISOString()}.`;
  return { code: 'rate_limited', scope: 'account', retryAt: until, detail };
}

/** The deletes of 24 hours are used up. */
export function usedUp(until: number): SourceFailure {
  const detail = `The account has used up its deletes of 24 hours; the next is possible at ${new Date(until).toISOString()}.`;
  return { code: 'rate_limited', scope: 'removals', retryAt: until, detail };
}

/** Enough deletes of the account wait already. */
export function tooMany(now: number): SourceFailure {
  const detail = 'Other posts of the account are being deleted first.';
  return { code: 'rate_limited', scope: 'removals', retryAt: now + MANY_RETRY_MS, detail };
}

export const BROKEN_ADAPTER: SourceFailure = {
  code: 'unavailable',
  cause: 'refused',
  detail: 'The adapter of the source failed.',
};

export const TOKEN_REFUSED: SourceFailure = {
  code: 'token_invalid',
  detail: 'The source refuses the access token.',
};

const PAUSED_RETRY_MS = 60_000;

/** Somebody has paused the account. */
export function paused(now: number): SourceFailure {
  const detail = 'The account is paused.';
  return { code: 'rate_limited', scope: 'removals', retryAt: now + PAUSED_RETRY_MS, detail };
}

export const PAUSED = { state: 'paused', detail: 'Somebody has paused the account.', retryAt: null } as const;

export const CLOSED: SourceFailure = {
  code: 'unavailable',
  cause: 'cancelled',
  detail: 'The worker is shutting down.',
};
