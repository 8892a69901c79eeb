'use client';

import { type RefObject, useEffect, useRef } from 'react';
import type { Dot } from './dots';
import { drawDots, drawGround, fontOf, type Palette } from './draw';
import type { Boundary } from './edges';
import type { Plot } from './plot';
import type { Place } from './trails';

/** A dot takes so long from where it was to where it is. */
const MOVES_MS = 500;
/** Sharper, nobody sees, and all of it has to be painted. */
const MAX_DENSITY = 2;

interface Picture {
  readonly plot: Plot;
  readonly boundaries: readonly Boundary[];
  readonly dots: readonly Dot[];
  readonly trailOf: (dot: Dot) => readonly Place[] | null;
  readonly pointed: Dot | null;
  readonly palette: Palette;
}

/** Draws the chart: the ground where it changes, the dots while they move, nothing while nobody can see it. */
export function usePicture(
  ground: RefObject<HTMLCanvasElement | null>,
  front: RefObject<HTMLCanvasElement | null>,
  { width, height }: { readonly width: number; readonly height: number },
  { plot, boundaries, dots, trailOf, pointed, palette }: Picture,
): void {
  useEffect(() => {
    const context = prepared(ground.current, width, height);
    if (context === null) return;
    context.clearRect(0, 0, width, height);
    drawGround(context, plot, boundaries, palette);
  }, [ground, width, height, plot, boundaries, palette]);

  /** Goes on with what is to be drawn; what came while nobody could see it is drawn once somebody can. */
  const goOn = useRef(() => {});
  const isSeen = useRef(true);
  useEffect(() => {
    if (front.current === null) return;
    const observer = new IntersectionObserver(([entry]) => {
      isSeen.current = entry?.isIntersecting ?? true;
      if (isSeen.current) goOn.current();
    });
    observer.observe(front.current);
    return () => observer.disconnect();
  }, [front]);

  const before = useRef<ReadonlyMap<string, Place>>(new Map());
  const movesSince = useRef({ dots, at: Number.NEGATIVE_INFINITY });
  useEffect(() => {
    const context = prepared(front.current, width, height);
    if (context === null) return;
    if (movesSince.current.dots !== dots) {
      const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
      movesSince.current = { dots, at: isCalm ? Number.NEGATIVE_INFINITY : performance.now() };
    }
    const from = dots.map((dot) => before.current.get(dot.monitoringId) ?? dot);
    let frame = 0;
    const draw = (now: number) => {
      const share = Math.min(1, Math.max(0, (now - movesSince.current.at) / MOVES_MS));
      const placeOf = (dot: Dot, index: number) => between(from[index] ?? dot, dot, share);
      context.clearRect(0, 0, width, height);
      drawDots(context, plot, { dots, placeOf, trailOf, pointed }, palette);
      if (share < 1) frame = requestAnimationFrame(draw);
      else before.current = new Map(dots.map((dot) => [dot.monitoringId, dot]));
    };
    goOn.current = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(draw);
    };
    if (isSeen.current) goOn.current();
    return () => cancelAnimationFrame(frame);
  }, [front, width, height, plot, dots, trailOf, pointed, palette]);
}

/** Of a scale that is logarithmic across. */
function between(from: Place, to: Place, share: number): Place {
  if (share === 1 || from === to) return to;
  const eased = 1 - (1 - share) ** 3;
  return { x: from.x * (to.x / from.x) ** eased, y: from.y + (to.y - from.y) * eased };
}

/** A canvas of this size in pixels of the page; null while it has none. What is drawn on it stays, unless its size changes. */
function prepared(
  canvas: HTMLCanvasElement | null,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const context = canvas?.getContext('2d') ?? null;
  if (canvas === null || context === null || width === 0) return null;
  const density = Math.min(MAX_DENSITY, window.devicePixelRatio);
  const [across, down] = [Math.round(width * density), Math.round(height * density)];
  if (canvas.width !== across || canvas.height !== down) {
    canvas.width = across;
    canvas.height = down;
  }
  context.setTransform(density, 0, 0, density, 0, 0);
  context.font = fontOf(getComputedStyle(canvas).fontFamily);
  return context;
}
