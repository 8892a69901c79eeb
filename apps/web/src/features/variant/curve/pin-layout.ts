/** A moment on the curve with a name. */
export interface NamedMoment {
  /** From the left, in pixels. */
  readonly x: number;
  readonly label: string;
}

export interface PlacedLabel {
  /** From the curve upwards; null where there is no room for the name. */
  readonly row: number | null;
  /** On which side of its line the name stands. */
  readonly side: 'right' | 'left';
}

/** Of an average letter at the size of charts, in pixels. */
const LETTER = 6.7;
/** Between a line and its name, and between two names. */
const GAP = 4;

/**
 * Gives each name above a chart a row in which it stands on no other. From the right to the left, so that a line passes
 * next to the names of those that follow it.
 * @param width Of the room for names, in pixels.
 * @param rows The most there may be.
 */
export function placeLabels(
  moments: readonly NamedMoment[],
  width: number,
  rows: number,
): readonly PlacedLabel[] {
  const taken: [from: number, to: number][][] = Array.from({ length: rows }, () => []);
  const placed = new Map<number, PlacedLabel>();
  const order = moments.map((_, index) => index).sort((one, other) => xOf(other) - xOf(one));
  for (const index of order) {
    const x = xOf(index);
    const length = (moments[index]?.label.length ?? 0) * LETTER;
    const side = x + GAP + length > width && x - GAP - length > 0 ? 'left' : 'right';
    const [from, to] = side === 'right' ? [x, x + GAP + length] : [x - GAP - length, x];
    const row = taken.findIndex((names) => names.every((name) => to + GAP < name[0] || from - GAP > name[1]));
    if (row !== -1) taken[row]?.push([from, to]);
    placed.set(index, { row: row === -1 ? null : row, side });
  }
  return moments.map((_, index) => placed.get(index) ?? { row: null, side: 'right' });

  function xOf(index: number): number {
    return moments[index]?.x ?? 0;
  }
}
