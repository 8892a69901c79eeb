import { type KnownTimeOut, timeOutLabel } from '../../components/time-out-words';

/** What can be decided, as it is said. */
export const OUTCOMES = [
  { value: 'killed', label: 'Killed', ink: 'kill' },
  { value: 'timed_out', label: 'Passed or no data', ink: 'muted' },
  { value: 'stopped', label: 'Stopped', ink: 'muted' },
  { value: 'would_have_killed', label: 'Kill blocked', ink: 'warn' },
  { value: 'approval_requested', label: 'Approval asked for', ink: 'warn' },
  { value: 'dismissed', label: 'Dismissed', ink: 'accent' },
  { value: 'revived', label: 'Restored', ink: 'good' },
] as const;

/** How far back decisions are shown. */
export const PERIODS = [
  { value: '1', label: 'Last hour', hours: 1 },
  { value: '24', label: 'Last 24 hours', hours: 24 },
  { value: '168', label: 'Last 7 days', hours: 168 },
] as const;

/** The choice of this name; undefined for a text that is none. */
export function choiceOf<Choice extends { readonly value: string }>(
  choices: readonly Choice[],
  value: string,
): Choice | undefined {
  return choices.find((choice) => choice.value === value);
}

/** Returns what was decided, as its row says it: a time-out by what it means. */
export function outcomeLabel(outcome: string, timeOut: KnownTimeOut): string {
  if (outcome === 'timed_out') return timeOutLabel(timeOut);
  return choiceOf(OUTCOMES, outcome)?.label ?? outcome;
}
