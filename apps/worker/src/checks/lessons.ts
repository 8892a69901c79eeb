import type { SourceFailure, SourceReading } from '@cull/sources';

/** What a whole answer says of the source. */
export interface Lesson {
  /** The failure that tells most; null where the source served. */
  readonly failure: SourceFailure | null;
  /** Whether fewer requests at once may help. */
  readonly isOverloaded: boolean;
}

/** Returns what an answer says of its source, by the reading that tells most. */
export function lessonOf(readings: readonly SourceReading[]): Lesson {
  const failures = readings.flatMap((reading) => (reading.ok ? [] : [reading.failure]));
  const ofAccount = failures.find(isOfAccount);
  if (ofAccount !== undefined) return { failure: ofAccount, isOverloaded: true };
  const [failure] = failures;
  if (failure === undefined || failures.length < readings.length)
    return { failure: null, isOverloaded: false };
  return { failure, isOverloaded: failure.code === 'unavailable' && failure.cause !== 'refused' };
}

/** Returns whether the account as a whole was refused: that says nothing about the post. */
export function isOfAccount(failure: SourceFailure): boolean {
  return failure.code === 'rate_limited' && failure.scope === 'account';
}
