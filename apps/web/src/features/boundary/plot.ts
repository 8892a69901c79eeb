import { HIGHEST_SHARE } from './dots';
import type { DueRange } from './edges';

/** Where on the canvas the chart is drawn, in pixels of the page. */
export interface Plot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly range: DueRange;
}

const AROUND = { left: 48, top: 12, right: 16, bottom: 40 } as const;

/** Returns the plot of a canvas of this size. */
export function plotOf(width: number, height: number, range: DueRange): Plot {
  return {
    left: AROUND.left,
    top: AROUND.top,
    width: Math.max(1, width - AROUND.left - AROUND.right),
    height: Math.max(1, height - AROUND.top - AROUND.bottom),
    range,
  };
}

/** Returns where so many interactions due are, from the canvas's left. @param due Above 0. */
export function xOf({ left, width, range: { low, high } }: Plot, due: number): number {
  return left + (width * Math.log(due / low)) / Math.log(high / low);
}

/** Returns where a share of the interactions due is, from the canvas's top. */
export function yOf({ top, height }: Plot, share: number): number {
  return top + height * (1 - share / HIGHEST_SHARE);
}

interface Placed {
  readonly x: number;
  readonly y: number;
}

/**
 * Returns the one that is nearest to a place in pixels, and not too far from it.
 * @param within Pixels.
 */
export function nearest<Dot extends Placed>(
  plot: Plot,
  dots: readonly Dot[],
  place: { readonly left: number; readonly top: number },
  within: number,
): Dot | null {
  let found: Dot | null = null;
  let least = within ** 2;
  for (const dot of dots) {
    const distance = (xOf(plot, dot.x) - place.left) ** 2 + (yOf(plot, dot.y) - place.top) ** 2;
    if (distance > least) continue;
    least = distance;
    found = dot;
  }
  return found;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * Returns the next dot from one in a direction: the nearest one that lies more in it than beside it. Where there is none, the
 * same one.
 */
export function neighbour<Dot extends Placed>(
  plot: Plot,
  dots: readonly Dot[],
  from: Dot,
  direction: Direction,
): Dot {
  const [x, y] = [xOf(plot, from.x), yOf(plot, from.y)];
  let found = from;
  let least = Number.POSITIVE_INFINITY;
  for (const dot of dots) {
    if (dot === from) continue;
    const [right, down] = [xOf(plot, dot.x) - x, yOf(plot, dot.y) - y];
    const ahead = { right, left: -right, down, up: -down }[direction];
    const aside = Math.abs(direction === 'left' || direction === 'right' ? down : right);
    if (ahead <= 0 || aside > ahead) continue;
    const cost = ahead + aside;
    if (cost >= least) continue;
    least = cost;
    found = dot;
  }
  return found;
}
