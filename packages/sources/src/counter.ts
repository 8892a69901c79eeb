import { failed, type Result, succeeded } from './result';
import { malformed, noReading } from './words';

const NEEDED = 'a whole number, 0 or more';

/**
 * Reads one counter of an answer: a whole number from 0, or the same as a string of digits.
 *
 * @param name - What to call it in a failure, for example `views`.
 * @returns The number. `no_reading` where it is absent, empty, null, negative or fractional; `malformed` where it is no number at all,
 *   or one that is too large to be exact.
 */
export function readCounter(name: string, value: unknown): Result<number> {
  const number = typeof value === 'string' && isDecimal(value) ? Number(value) : value;
  // JSON knows a -0; adding 0 makes it 0.
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return succeeded(number + 0);
  return failed(isMissing(number) ? noReading(name, value) : malformed(name, value, NEEDED));
}

function isDecimal(text: string): boolean {
  return /^-?\d{1,20}(\.\d{1,20})?$/.test(text);
}

function isMissing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'number' && (value < 0 || !Number.isInteger(value));
}
