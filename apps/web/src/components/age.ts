import { formatDuration } from '@cull/core';

const IN_SECONDS_BELOW_MS = 90_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const IN_DAYS_FROM_HOURS = 48;

/** How old something is, as it is said: 12 s, 2:05 min, 1 h 28 min, 3 days. */
export function formatAge(milliseconds: number): string {
  const age = Math.max(0, milliseconds);
  if (age < IN_SECONDS_BELOW_MS) return `${Math.round(age / 1_000)} s`;
  if (age < HOUR_MS) return `${formatDuration(age)} min`;
  const hours = Math.floor(age / HOUR_MS);
  if (hours >= IN_DAYS_FROM_HOURS) return `${Math.floor(hours / 24)} days`;
  return `${hours} h ${Math.floor((age % HOUR_MS) / MINUTE_MS)} min`;
}
