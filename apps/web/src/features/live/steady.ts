/**
 * Keeps rows where they were, so that none moves away under the hand that reaches for it: those already there stay in
 * their order, those that are new come behind.
 * @param before The ids as they stood.
 */
export function inOrderOf<Row>(
  before: readonly string[],
  rows: readonly Row[],
  idOf: (row: Row) => string,
): readonly Row[] {
  const places = new Map(before.map((id, place) => [id, place]));
  const placeOf = (row: Row) => places.get(idOf(row)) ?? before.length;
  return rows.toSorted((a, b) => placeOf(a) - placeOf(b));
}
