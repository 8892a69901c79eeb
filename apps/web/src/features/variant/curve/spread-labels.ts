/**
 * Moves labels apart that would stand on each other, each as little as may be, in the order of their places.
 * @param places Where each label would stand, in pixels from above.
 * @param gap Between two labels.
 * @param top The highest place there is; the lowest is `bottom`.
 * @returns Where each stands, in the order given.
 */
export function spreadLabels(
  places: readonly number[],
  gap: number,
  { top, bottom }: { readonly top: number; readonly bottom: number },
): readonly number[] {
  const order = places.map((_, index) => index).sort((one, other) => at(places, one) - at(places, other));
  const spread = order.map((index) => Math.min(Math.max(at(places, index), top), bottom));
  for (let round = 1; round < spread.length; round += 1)
    spread[round] = Math.max(at(spread, round), at(spread, round - 1) + gap);
  // What was pushed below the last place pushes back from there.
  let limit = bottom;
  for (let index = spread.length - 1; index >= 0; index -= 1) {
    spread[index] = Math.min(at(spread, index), limit);
    limit = at(spread, index) - gap;
  }
  const placed = [...places];
  for (const [rank, index] of order.entries()) placed[index] = at(spread, rank);
  return placed;
}

function at(places: readonly number[], index: number): number {
  return places[index] ?? 0;
}
