import { create } from 'zustand';

/** Sessions that something is about to be done to together, by monitoringId. */
export const useSelection = create<{ readonly selected: ReadonlySet<string> }>()(() => ({
  selected: new Set(),
}));

/** The row that was selected or deselected last: a range goes from there. */
let anchor: string | null = null;

/**
 * Selects a row, or no longer; with the rows between it and the last one where a range is meant.
 * @param ids Of the rows as they stand.
 */
export function select(id: string, isSelected: boolean, isRange: boolean, ids: readonly string[]): void {
  useSelection.setState(({ selected }) => ({
    selected: withSelected(selected, isRange ? rangeOf(anchor, id, ids) : [id], isSelected),
  }));
  anchor = id;
}

export function clearSelection(): void {
  anchor = null;
  useSelection.setState({ selected: new Set() });
}

/** Returns the ids from one to another in their order, both with them; the last alone where the first is not there. */
export function rangeOf(from: string | null, to: string, ids: readonly string[]): readonly string[] {
  const [first, last] = [from === null ? -1 : ids.indexOf(from), ids.indexOf(to)];
  if (first === -1 || last === -1) return [to];
  return ids.slice(Math.min(first, last), Math.max(first, last) + 1);
}

function withSelected(
  selected: ReadonlySet<string>,
  ids: readonly string[],
  isSelected: boolean,
): ReadonlySet<string> {
  const next = new Set(selected);
  for (const id of ids) {
    if (isSelected) next.add(id);
    else next.delete(id);
  }
  return next;
}
