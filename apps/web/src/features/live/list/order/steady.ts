/**
 * Keeps rows where they were, so that none moves away under the hand that reaches for it: those already there stay in
 * their order, those that are new come behind.
 * @param before The rows as they stood.
 * @param keepsGone Whether those that are gone hold their places, as they were known last.
 */
export function inOrderOf<Row>(
  before: readonly Row[],
  rows: readonly Row[],
  idOf: (row: Row) => string,
  keepsGone: boolean,
): readonly Row[] {
  const now = new Map(rows.map((row) => [idOf(row), row]));
  const known = new Set(before.map(idOf));
  const stayed = before.map((row) => now.get(idOf(row)) ?? (keepsGone ? row : undefined));
  return [...stayed.filter((row) => row !== undefined), ...rows.filter((row) => !known.has(idOf(row)))];
}
