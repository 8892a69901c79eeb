import { TRPCError } from '@trpc/server';

/** A call that is refused now and may be made again: HTTP answers 429, with the wait in `retry-after`. */
export class TryAgainLater extends TRPCError {
  /** @param seconds To wait, whole, from 1. */
  constructor(
    message: string,
    readonly seconds: number,
  ) {
    super({ code: 'TOO_MANY_REQUESTS', message });
  }
}

/** The headers of an answer with these errors; those of one batch are told the longest wait. */
export function waitHeaders(errors: readonly unknown[]): Record<string, string> {
  const seconds = errors.flatMap((error) => (error instanceof TryAgainLater ? [error.seconds] : []));
  return seconds.length === 0 ? {} : { 'retry-after': String(Math.max(...seconds)) };
}
