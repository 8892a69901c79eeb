import { retryLink, type TRPCLink } from '@trpc/client';
import { tap } from '@trpc/server/observable';
import { type CullErrorCode, type CullLinkRouter, isCullError } from './errors.js';

/** Mutations that change nothing when they are called again. */
const SAFE_TO_REPEAT = new Set(['variants.posted', 'variants.postedMany', 'metrics.ingest']);
/** What may be over in a moment. */
const PASSING: readonly CullErrorCode[] = [
  'UNREACHABLE',
  'TIMEOUT',
  'TOO_MANY_REQUESTS',
  'BAD_GATEWAY',
  'SERVICE_UNAVAILABLE',
  'GATEWAY_TIMEOUT',
];
const FIRST_WAIT_MS = 250;
const MAX_WAIT_MS = 15_000;

/**
 * Tries again what is safe to repeat: queries, and mutations that change nothing the second time. Subscriptions go on
 * behind the last event that came, for as long as somebody listens.
 */
export function repeatWhatIsSafe(retries: number): TRPCLink<CullLinkRouter> {
  return (runtime) =>
    ({ op, next }) => {
      const isStream = op.type === 'subscription';
      const isSafe = op.type !== 'mutation' || SAFE_TO_REPEAT.has(op.path);
      let failures = 0;
      let wait = 0;
      const link = retryLink<CullLinkRouter>({
        retry: ({ error }) => {
          if (!isSafe || op.signal?.aborted || !isCullError(error, ...PASSING)) return false;
          failures += 1;
          wait = Math.max(error.retryAfterMs ?? 0, waitMs(failures, Math.random()));
          return isStream || failures <= retries;
        },
        retryDelayMs: () => wait,
      });
      // What a stream delivers ends the row of failures; that it is connecting does not.
      const attempt: typeof next = (repeated) =>
        next(repeated).pipe(
          tap({
            next: ({ result }) => {
              if (result.type !== 'state') failures = 0;
            },
          }),
        );
      return link(runtime)({ op, next: attempt });
    };
}

/**
 * How long to wait before trying again, in milliseconds: twice as long each time, and never all callers at once.
 * @param failures How often it has failed in a row, from 1.
 * @param random From 0 to 1.
 */
export function waitMs(failures: number, random: number): number {
  return Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)) * (0.5 + random / 2);
}
