import type { SourceFailure } from './failure';

const MAX_QUOTE_LENGTH = 200;

/** A failure for an answer whose field does not hold what is needed. */
export function malformed(field: string, received: unknown, needed: string): SourceFailure {
  const quoted = quote(received);
  return {
    code: 'malformed',
    field,
    received: quoted,
    needed,
    detail: `The answer's ${field} is ${quoted}; it needs ${needed}.`,
  };
}

/** A failure for a counter that the answer should have and has not. */
export function noReading(counter: string, received: unknown): SourceFailure {
  return {
    code: 'no_reading',
    detail: `The answer's ${counter} is ${quote(received)}; it needs a whole number, 0 or more.`,
  };
}

/** A failure that comes before any request: nothing was sent. */
export function notSent(detail: string): SourceFailure {
  return { code: 'unavailable', cause: 'refused', detail };
}

/** Quotes a value from an answer, cut to a length that fits into a sentence. */
export function quote(value: unknown): string {
  if (value === undefined) return 'missing';
  return shortened(JSON.stringify(value) ?? String(value));
}

/** Cuts a text from an answer to a length that fits into a sentence; `…` marks the cut. */
export function shortened(text: string): string {
  return text.length > MAX_QUOTE_LENGTH ? `${text.slice(0, MAX_QUOTE_LENGTH)}…` : text;
}
