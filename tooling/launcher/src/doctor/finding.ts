/** What was found about one thing. */
export interface Finding {
  /** `warn` works and should be changed; `fail` does not work. */
  readonly level: 'ok' | 'warn' | 'fail';
  readonly subject: string;
  /** What was found, without secrets. */
  readonly says: string;
  /** What to do about it; there unless it is ok. */
  readonly advice?: string;
}

export const ok = (subject: string, says: string): Finding => ({ level: 'ok', subject, says });
export const warn = (subject: string, says: string, advice: string): Finding => ({
  level: 'warn',
  subject,
  says,
  advice,
});
export const fail = (subject: string, says: string, advice: string): Finding => ({
  level: 'fail',
  subject,
  says,
  advice,
});

/** Returns the words of an error, on one line. */
export function reasonOf(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return (first instanceof Error ? first.message : String(first)).split('\n').join(' ');
}
