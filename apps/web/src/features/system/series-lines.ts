/** A measurement of a stretch of time; null where there was nothing to measure. */
export interface SeriesPoint {
  /** ISO 8601. */
  readonly at: string;
  readonly value: number | null;
}

/** Measurements without a gap among them. */
export interface SeriesLine {
  /** Where it begins, 0 to 100. */
  readonly from: number;
  /** An SVG path in a square of 100, the largest value at its top. */
  readonly path: string;
}

/**
 * Draws a series as lines that break where nothing was measured; a measurement on its own is a short level line.
 * @param top The value at the top, above 0.
 */
export function linesOf(points: readonly SeriesPoint[], top: number): readonly SeriesLine[] {
  const step = 100 / points.length;
  const lines: { from: number; path: string }[] = [];
  points.forEach(({ value }, index) => {
    if (value === null) return;
    const y = rounded(100 - (value / top) * 96);
    const before = lines.at(-1);
    const left = rounded(index * step);
    if (before === undefined || points[index - 1]?.value == null)
      lines.push({ from: left, path: `M${left} ${y}` });
    else before.path += `L${left} ${y}`;
    const line = lines.at(-1);
    if (line !== undefined) line.path += `H${rounded((index + 1) * step)}`;
  });
  return lines;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
