import { HIGHEST_SHARE } from './dots';
import type { DueRange } from './edges';

/** Where on the canvas the chart is drawn, in pixels of the page. */
export interface Plot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly range: DueRange;
  /** Pixels for each natural logarithm of what is due: worked out once, as it is asked for thousands of times a frame. */
  readonly across: number;
}

const AROUND = { left: 48, top: 12, right: 16, bottom: 40 } as const;

/** Returns the plot of a canvas of this size. */
export function plotOf(width: number, height: number, range: DueRange): Plot {
  const inner = Math.max(1, width - AROUND.left - AROUND.right);
  return {
    left: AROUND.left,
    top: AROUND.top,
    width: inner,
    height: Math.max(1, height - AROUND.top - AROUND.bottom),
    range,
    across: inner / Math.log(range.high / range.low),
  };
}

/** Returns where so many interactions due are, from the canvas's left. @param due Above 0. */
export function xOf({ left, across, range: { low } }: Plot, due: number): number {
  return left + across * Math.log(due / low);
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

/** Returns the next dot from one in a direction, by due across and by share up; each is reached. At the end, the same one. */
export function neighbor<Dot extends Placed & { readonly monitoringId: string }>(
  dots: readonly Dot[],
  from: Dot,
  direction: Direction,
): Dot {
  const along = direction === 'left' || direction === 'right' ? 'x' : 'y';
  const step = direction === 'right' || direction === 'up' ? 1 : -1;
  const isAhead = (dot: Dot, of: Dot) =>
    dot[along] === of[along]
      ? step * (dot.monitoringId < of.monitoringId ? -1 : 1) > 0
      : step * (dot[along] - of[along]) > 0;
  let found = from;
  for (const dot of dots) {
    if (dot.monitoringId === from.monitoringId || !isAhead(dot, from)) continue;
    if (found === from || isAhead(found, dot)) found = dot;
  }
  return found;
}
