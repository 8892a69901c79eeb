/** Where the parts of the chart stand, in pixels, and what a place in it means. */
export interface ChartFrame {
  readonly width: number;
  readonly left: number;
  readonly right: number;
  /** Of the curve. */
  readonly top: number;
  readonly bottom: number;
  /** Whether names of lines have a margin of their own; else they stand on the curve. */
  readonly hasEdge: boolean;
  readonly x: (at: number) => number;
  readonly y: (rate: number) => number;
}

/** Of the curve, of a row of names above it, and of what came below it with the axis. */
export const CURVE_HEIGHT = 232;
export const ROW_HEIGHT = 15;
export const GAINS_HEIGHT = 108;
export const AXIS_WIDTH = 52;
export const MOST_ROWS = 6;
const EDGE_WIDTH = 118;
const NARROW = 560;
const END = 14;

interface Shown {
  /** Epoch milliseconds. */
  readonly span: readonly [begin: number, end: number];
  /** The highest rate on the axis. */
  readonly top: number;
  /** Of names above the curve. */
  readonly rows: number;
}

/** Returns the frame of a chart of so many pixels across. */
export function chartFrame(width: number, { span: [begin, end], top, rows }: Shown): ChartFrame {
  const hasEdge = width >= NARROW;
  const right = width - (hasEdge ? EDGE_WIDTH : END);
  const above = rows * ROW_HEIGHT + 8;
  return {
    width,
    left: AXIS_WIDTH,
    right,
    top: above,
    bottom: above + CURVE_HEIGHT,
    hasEdge,
    x: (at) => AXIS_WIDTH + ((at - begin) / (end - begin)) * (right - AXIS_WIDTH),
    y: (rate) => above + CURVE_HEIGHT * (1 - rate / top),
  };
}

/** Returns the height of the whole chart, with so many rows of names. */
export function chartHeight(rows: number): number {
  return rows * ROW_HEIGHT + 8 + CURVE_HEIGHT + GAINS_HEIGHT;
}
