/**
 * Returns a share in percent, as short as it can be without saying none of some or all of most.
 * @param whole Above 0.
 */
export function percentOf(part: number, whole: number): string {
  const percent = (part / whole) * 100;
  if (percent > 0 && percent < 1) return '<1%';
  if (percent > 99 && percent < 100) return '>99%';
  return `${Math.round(percent)}%`;
}
