import type { SourceFailure } from './failure';

/** A value, or what went wrong on the way to it. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: SourceFailure };

export const succeeded = <T>(value: T): Result<T> => ({ ok: true, value });
export const failed = (failure: SourceFailure): { readonly ok: false; readonly failure: SourceFailure } => ({
  ok: false,
  failure,
});
