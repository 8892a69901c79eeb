/** A time span as it is read: 51 ms, 1.20 s; a dash where there is none. */
export function durationOf(ms: number | null): string {
  if (ms === null) return '–';
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(2)} s`;
}
