const DAY_SECONDS = 86_400;

/** Whether stretches of time are days; those are days of UTC, as the database counts them. */
export function areDays(bucketSeconds: number): boolean {
  return bucketSeconds >= DAY_SECONDS;
}

/** When a stretch begins, as short as an axis wants it: 14:00 in the reader's zone, or 3 Feb. */
export function axisWords(at: number, bucketSeconds: number): string {
  if (areDays(bucketSeconds)) return dayWords(at);
  return new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

/** The same with the day: Tue, 14:00. */
export function stretchWords(at: number, bucketSeconds: number): string {
  if (areDays(bucketSeconds)) return dayWords(at);
  return new Date(at).toLocaleString([], { weekday: 'short', hour: '2-digit', minute: '2-digit' });
}

function dayWords(at: number): string {
  return new Date(at).toLocaleDateString([], { day: 'numeric', month: 'short', timeZone: 'UTC' });
}
