/** What a few far ones would press the rest into a corner for: they stand at the edge instead. */
const SHOWN_WITHIN = 0.98;
const ROUND = [1, 1.5, 2, 3, 5, 7.5, 10] as const;

/**
 * Returns where an axis of rates ends: a round number that 98% of them are below.
 * @param rates At least one.
 */
export function reachOf(rates: readonly number[]): number {
  const sorted = rates.toSorted((a, b) => a - b);
  const far = sorted[Math.min(Math.floor(sorted.length * SHOWN_WITHIN), sorted.length - 1)] ?? 0;
  if (far <= 0) return 0.01;
  const power = 10 ** Math.floor(Math.log10(far));
  const step = ROUND.find((round) => round * power >= far) ?? 10;
  return Number((step * power).toPrecision(2));
}
