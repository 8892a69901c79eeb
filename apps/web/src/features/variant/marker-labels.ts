/** Of the curve's width: numbers closer than this would stand on each other. */
const ROOM = 0.03;

export interface NumberedLine {
  /** Epoch milliseconds. */
  readonly at: number;
  /** What stands above the line; empty where the number stands above its neighbour. */
  readonly label: string;
}

/**
 * The numbers above a curve's upright lines: of those that stand too close, the first line bears the numbers of all.
 * @param markers In the order of time.
 * @param span The curve's beginning and end, epoch milliseconds.
 */
export function numbered(
  markers: readonly { readonly at: string }[],
  [begin, end]: readonly [number, number],
): readonly NumberedLine[] {
  const groups: { at: number; last: number }[] = [];
  const lines = markers.map(({ at }, index) => {
    const instant = Date.parse(at);
    const group = groups.at(-1);
    if (group !== undefined && instant - group.at < ROOM * (end - begin)) group.last = index + 1;
    else groups.push({ at: instant, last: index + 1 });
    return { at: instant, number: index + 1, group: groups.length - 1 };
  });
  return lines.map(({ at, number, group }, index) => {
    const isFirst = lines[index - 1]?.group !== group;
    const last = groups[group]?.last ?? number;
    return { at, label: isFirst ? (last === number ? `${number}` : `${number}–${last}`) : '' };
  });
}
