import { ThreadsError, type ThreadsFailure } from './errors';

/** A value, or what went wrong on the way to it. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: ThreadsFailure };

export const succeeded = <T>(value: T): Result<T> => ({ ok: true, value });
export const failed = (failure: ThreadsFailure): { ok: false; failure: ThreadsFailure } => ({
  ok: false,
  failure,
});

/** The value of a result; throws a ThreadsError for a failure. */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new ThreadsError(result.failure);
  return result.value;
}
