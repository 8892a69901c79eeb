import { formatDuration } from '@cull/core';

const IN_SECONDS_BELOW_MS = 90_000;

/** How old something is, as it is said: 12 s, 2:05 min. */
export function formatAge(milliseconds: number): string {
  const age = Math.max(0, milliseconds);
  return age < IN_SECONDS_BELOW_MS ? `${Math.round(age / 1_000)} s` : `${formatDuration(age)} min`;
}
