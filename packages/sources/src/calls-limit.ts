import type { SourceCapabilities } from './port';

/**
 * Returns how many calls an account may make in 24 hours; null where no limit is known.
 * @param told What the source itself said of it; null where it said nothing.
 * @param views Of the account's posts in the last 24 hours, as far as they are known.
 */
export function callsLimit(
  { callsPerDay, callsPerView }: Pick<SourceCapabilities, 'callsPerDay' | 'callsPerView'>,
  told: number | null,
  views: number,
): number | null {
  if (told !== null) return told;
  if (callsPerView === null) return callsPerDay;
  return Math.max(callsPerDay ?? 0, callsPerView * views);
}
