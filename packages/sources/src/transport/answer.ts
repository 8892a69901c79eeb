/** An answer as it came: of a request of its own, or one of a batch. */
export interface RawAnswer {
  readonly status: number;
  /** @param name In lower case. */
  readonly header: (name: string) => string | undefined;
  readonly text: string;
}

/** No source is left alone longer than this on its own word: limits are counted over a day at most. */
const MAX_WAIT_MS = 24 * 60 * 60 * 1_000;

/**
 * Reads a `Retry-After` header, seconds or a date.
 *
 * @param now - Epoch milliseconds.
 * @returns When to try again, epoch milliseconds; null where the answer doesn't say.
 */
export function retryAfter({ header }: RawAnswer, now: number): number | null {
  const value = header('retry-after')?.trim() ?? '';
  if (value === '') return null;
  const seconds = Number(value);
  const at = Number.isNaN(seconds) ? Date.parse(value) : now + seconds * 1_000;
  return Number.isNaN(at) ? null : withinADay(at, now);
}

/** Keeps an instant that a source named between now and a day from now. */
export function withinADay(at: number, now: number): number {
  return Math.min(Math.max(Math.ceil(at), now), now + MAX_WAIT_MS);
}
