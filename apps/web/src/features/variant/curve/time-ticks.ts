/** Distances between ticks that read well, in seconds. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 86_400];
/** Between two ticks, in pixels. */
const ROOM = 84;

/**
 * Returns where ticks stand on an axis of time since posting, in milliseconds from its beginning.
 * @param length Of the axis, in milliseconds.
 * @param width Of the axis, in pixels.
 */
export function timeTicks(length: number, width: number): readonly number[] {
  const most = Math.max(1, Math.floor(width / ROOM));
  const step = (STEPS.find((seconds) => length / (seconds * 1_000) <= most) ?? 86_400) * 1_000;
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step);
}
