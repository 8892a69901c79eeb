import { CHART_TEXT } from '../../theme/chart';
import type { Dot, DotKind } from './dots';
import { dueTicks } from './dots';
import type { Boundary } from './edges';
import { type Plot, xOf, yOf } from './plot';
import type { Place } from './trails';

/** The colors of the theme as a canvas needs them. */
export type Palette = Readonly<
  Record<'card' | 'line' | 'text' | 'muted' | 'faint' | 'good' | 'warn' | 'kill' | 'accent', string>
>;

const SHARE_TICKS = [0, 0.5, 1, 1.5, 2];
const ZONE = 0.13;
const RADIUS = 3.25;
const MARK = 4.5;
const TURN = 2 * Math.PI;

/** Draws what stands still while the dots move: axes, the zones of both rules, and what was expected. */
export function drawGround(
  context: CanvasRenderingContext2D,
  plot: Plot,
  boundaries: readonly Boundary[],
  palette: Palette,
): void {
  drawAxes(context, plot, palette);
  const literal = boundaries.filter(({ literal: zone }) => zone !== null);
  const evidence = boundaries.filter(({ evidence: zone }) => zone !== null);
  fillBetween(context, plot, evidence, (boundary) => boundary.evidence, palette.kill);
  fillBetween(context, plot, literal, (boundary) => boundary.literal, palette.warn);
  context.lineWidth = 1.5;
  context.setLineDash([2, 3]);
  strokeEdge(context, plot, literal, ({ literal: zone }) => zone?.[0] ?? 0, palette.warn);
  context.setLineDash([6, 4]);
  strokeEdge(context, plot, literal, ({ literal: zone }) => zone?.[1] ?? 0, palette.warn);
  context.setLineDash([]);
  context.lineWidth = 2;
  strokeEdge(context, plot, evidence, ({ evidence: zone }) => zone?.[1] ?? 0, palette.kill);
  drawNames(context, plot, evidence, literal, palette);
}

function drawAxes(context: CanvasRenderingContext2D, plot: Plot, palette: Palette): void {
  const { left, top, width, height, range } = plot;
  const bottom = top + height;
  context.lineWidth = 1;
  context.fillStyle = palette.muted;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const share of SHARE_TICKS) {
    const y = Math.round(yOf(plot, share)) + 0.5;
    context.strokeStyle = share === 1 ? palette.good : palette.line;
    context.setLineDash(share === 1 ? [6, 4] : []);
    context.beginPath();
    context.moveTo(left, y);
    context.lineTo(left + width, y);
    context.stroke();
    context.fillText(`${Math.round(100 * share)}%`, left - 8, y);
  }
  context.setLineDash([]);
  context.textAlign = 'center';
  for (const due of dueTicks(range)) context.fillText(String(due), xOf(plot, due), bottom + 14);
  context.textAlign = 'right';
  context.fillText('interactions due so far', left + width, bottom + 31);
}

function fillBetween(
  context: CanvasRenderingContext2D,
  plot: Plot,
  boundaries: readonly Boundary[],
  zoneOf: (boundary: Boundary) => readonly [number, number] | null,
  color: string,
): void {
  context.beginPath();
  for (const boundary of boundaries)
    context.lineTo(xOf(plot, boundary.due), yOf(plot, zoneOf(boundary)?.[1] ?? 0));
  for (const boundary of boundaries.toReversed())
    context.lineTo(xOf(plot, boundary.due), yOf(plot, zoneOf(boundary)?.[0] ?? 0));
  context.closePath();
  context.globalAlpha = ZONE;
  context.fillStyle = color;
  context.fill();
  context.globalAlpha = 1;
}

function strokeEdge(
  context: CanvasRenderingContext2D,
  plot: Plot,
  boundaries: readonly Boundary[],
  shareOf: (boundary: Boundary) => number,
  color: string,
): void {
  context.beginPath();
  for (const boundary of boundaries) context.lineTo(xOf(plot, boundary.due), yOf(plot, shareOf(boundary)));
  context.strokeStyle = color;
  context.stroke();
}

/** Labels the lines and zones in place, without a legend. */
function drawNames(
  context: CanvasRenderingContext2D,
  plot: Plot,
  evidence: readonly Boundary[],
  literal: readonly Boundary[],
  palette: Palette,
): void {
  const end = plot.left + plot.width - 6;
  context.textAlign = 'right';
  context.fillStyle = palette.good;
  context.fillText('expected', end, yOf(plot, 1) - 9);
  if (evidence.length > 1) {
    context.fillStyle = palette.kill;
    context.fillText('evidence kills here', end, yOf(plot, 0) - 10);
  }
  const [first] = literal;
  if (first !== undefined) {
    context.fillStyle = palette.warn;
    context.fillText('below threshold kills here', end, yOf(plot, first.literal?.[1] ?? 0) - 10);
  }
}

/** What is drawn with the dots. */
export interface Moving {
  readonly dots: readonly Dot[];
  /** Where a dot is drawn, on its way from where it was. */
  readonly placeOf: (dot: Dot, index: number) => Place;
  readonly trailOf: (dot: Dot) => readonly Place[] | null;
  /** What is pointed at, and what the page is about. */
  readonly pointed: Dot | null;
}

/** Draws the dots and their trails, those of one kind in one go. */
export function drawDots(
  context: CanvasRenderingContext2D,
  plot: Plot,
  { dots, placeOf, trailOf, pointed }: Moving,
  palette: Palette,
): void {
  drawTrails(context, plot, dots, trailOf, palette);
  const paths: Record<DotKind, Path2D> = {
    live: new Path2D(),
    ended: new Path2D(),
    warned: new Path2D(),
    at_risk: new Path2D(),
    killed: new Path2D(),
  };
  for (const [index, dot] of dots.entries()) {
    const place = placeOf(dot, index);
    addMark(paths[dot.kind], dot.kind, xOf(plot, place.x), yOf(plot, place.y));
  }
  context.globalAlpha = dots.length > 400 ? 0.55 : 0.75;
  context.lineCap = 'round';
  context.lineWidth = 2 * RADIUS;
  context.strokeStyle = palette.muted;
  context.stroke(paths.live);
  context.lineCap = 'butt';
  context.globalAlpha = 1;
  context.lineWidth = 1.5;
  context.strokeStyle = palette.muted;
  context.stroke(paths.ended);
  context.lineWidth = 1;
  context.strokeStyle = palette.card;
  for (const [kind, color] of [
    ['warned', palette.warn],
    ['at_risk', palette.kill],
  ] as const) {
    context.fillStyle = color;
    context.fill(paths[kind]);
    context.stroke(paths[kind]);
  }
  context.lineWidth = 2.25;
  context.strokeStyle = palette.kill;
  context.stroke(paths.killed);
  for (const [index, dot] of dots.entries())
    if (dot.isSelf || dot === pointed) drawRing(context, plot, placeOf(dot, index), palette);
}

/** Each kind has a shape of its own, and its color only underlines it. */
function addMark(path: Path2D, kind: DotKind, x: number, y: number): void {
  switch (kind) {
    case 'live':
      // A line of no length with round ends: most dots are of this kind, and it costs less than a circle.
      path.moveTo(x, y);
      path.lineTo(x, y);
      return;
    case 'ended':
      path.moveTo(x + RADIUS, y);
      path.arc(x, y, RADIUS, 0, TURN);
      return;
    case 'warned':
      path.moveTo(x, y - MARK - 0.5);
      path.lineTo(x + MARK + 0.5, y + MARK - 0.5);
      path.lineTo(x - MARK - 0.5, y + MARK - 0.5);
      path.closePath();
      return;
    case 'at_risk':
      path.moveTo(x, y - MARK - 1);
      path.lineTo(x + MARK + 1, y);
      path.lineTo(x, y + MARK + 1);
      path.lineTo(x - MARK - 1, y);
      path.closePath();
      return;
    case 'killed':
      path.moveTo(x - MARK, y - MARK);
      path.lineTo(x + MARK, y + MARK);
      path.moveTo(x - MARK, y + MARK);
      path.lineTo(x + MARK, y - MARK);
  }
}

function drawTrails(
  context: CanvasRenderingContext2D,
  plot: Plot,
  dots: readonly Dot[],
  trailOf: Moving['trailOf'],
  palette: Palette,
): void {
  context.beginPath();
  for (const dot of dots) {
    const trail = trailOf(dot);
    if (trail === null) continue;
    for (const [index, place] of trail.entries()) {
      if (index === 0) context.moveTo(xOf(plot, place.x), yOf(plot, place.y));
      else context.lineTo(xOf(plot, place.x), yOf(plot, place.y));
    }
  }
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  context.strokeStyle = palette.faint;
  context.stroke();
}

function drawRing(context: CanvasRenderingContext2D, plot: Plot, place: Place, palette: Palette): void {
  context.beginPath();
  context.arc(xOf(plot, place.x), yOf(plot, place.y), 10, 0, TURN);
  context.lineWidth = 2;
  context.strokeStyle = palette.accent;
  context.stroke();
}

/** The letters of a canvas. */
export function fontOf(family: string): string {
  return `${CHART_TEXT}px ${family}`;
}
