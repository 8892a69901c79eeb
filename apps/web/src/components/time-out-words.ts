import type { TimeOutVerdict } from '@cull/core';

/** What is known of a time-out; null for those of earlier versions. */
export type KnownTimeOut = {
  readonly verdict: TimeOutVerdict;
  readonly longestGapSeconds: number;
  readonly checkedLessOften: boolean;
} | null;

const WORDS = {
  passed: 'Passed',
  not_enough_data: 'Passed, not enough data',
  no_data: 'No data',
} as const satisfies Record<TimeOutVerdict, string>;

/** Returns what a time-out means, in a word or three; `Timed out` where its record doesn't say. */
export function timeOutLabel(timeOut: Pick<NonNullable<KnownTimeOut>, 'verdict'> | null): string {
  return timeOut === null ? 'Timed out' : WORDS[timeOut.verdict];
}

/** Returns that a variant was checked less often than its policy asks for; null where it was not. */
export function lateChecksLabel(timeOut: KnownTimeOut): string | null {
  if (timeOut === null || !timeOut.checkedLessOften) return null;
  return `Checked less often than the policy asks: up to ${Math.round(timeOut.longestGapSeconds)} s apart`;
}
