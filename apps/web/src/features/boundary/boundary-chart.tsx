'use client';

import { Paper, Text, VisuallyHidden } from '@mantine/core';
import { useDebouncedValue, useElementSize } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { type KeyboardEvent, type PointerEvent, useId, useMemo, useRef, useState } from 'react';
import { useTRPC } from '../../trpc/provider';
import classes from './boundary.module.css';
import { countsWords, ruleWords } from './dot-words';
import { type Dot, rangeOf } from './dots';
import { type BoundaryPolicy, boundariesOf } from './edges';
import { type Direction, nearest, neighbor, type Plot, plotOf, xOf, yOf } from './plot';
import type { Place } from './trails';
import { usePalette } from './use-palette';
import { usePicture } from './use-picture';

/** How far from a dot a hand may be, in pixels. */
const REACH = 14;
/** A pointer on its way over many dots asks about none of them. */
const RESTS_MS = 150;
/** Of the chart's width: further right, what is said of a dot stands on its left. */
const FAR = 0.6;
const NOBODY: Place[] = [];
const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

interface Props {
  height: number;
  /** The same ones while nothing has changed: others are taken for news. */
  dots: readonly Dot[];
  /** How a dot got to where it is, oldest first; null where that is not drawn. */
  trailOf: (dot: Dot) => readonly Place[] | null;
  /** Whose zones are drawn. */
  policy: BoundaryPolicy;
  label: string;
}

/**
 * Interactions due so far against the share of them that came, on a canvas: rules kill within the zones, and each variant is a
 * dot. One link goes to whichever dot the pointer or the arrow keys are at, so a variant is opened as any other link is.
 */
export function BoundaryChart({ height, dots, trailOf, policy, label }: Props) {
  const { ref, width } = useElementSize();
  const ground = useRef<HTMLCanvasElement>(null);
  const front = useRef<HTMLCanvasElement>(null);
  const help = useId();
  const [pointedId, setPointedId] = useState<string | null>(null);
  const own = dots.find(({ isSelf }) => isSelf);
  const { low, high } = rangeOf([
    ...dots.map(({ due }) => due),
    ...((own && trailOf(own)) ?? NOBODY).map(({ x }) => x),
  ]);
  const plot = useMemo(() => plotOf(width, height, { low, high }), [width, height, low, high]);
  const boundaries = useMemo(() => boundariesOf(policy, { low, high }), [policy, low, high]);
  const palette = usePalette();
  const pointed = dots.find(({ monitoringId }) => monitoringId === pointedId) ?? null;
  usePicture(ground, front, { width, height }, { plot, boundaries, dots, trailOf, pointed, palette });

  const pointAt = ({ currentTarget, clientX, clientY }: PointerEvent) => {
    const { left, top } = currentTarget.getBoundingClientRect();
    const found = nearest(plot, dots, { left: clientX - left, top: clientY - top }, REACH);
    setPointedId(found?.monitoringId ?? null);
  };
  const move = (event: KeyboardEvent) => {
    const direction = ARROWS[event.key];
    const from = pointed ?? own ?? dots[0];
    if (direction === undefined || from === undefined) return;
    event.preventDefault();
    setPointedId(neighbor(dots, from, direction).monitoringId);
  };
  const target = pointed ?? own ?? dots[0];
  return (
    <figure className={classes.chart} aria-label={label}>
      <div
        ref={ref}
        className={classes.plot}
        style={{ height }}
        onPointerMove={pointAt}
        onPointerLeave={() => setPointedId(null)}
      >
        <canvas ref={ground} />
        <canvas ref={front} data-dots={dots.length} />
        {target !== undefined && width > 0 && (
          <Link
            href={`/variants/${encodeURIComponent(target.variantId)}`}
            prefetch={false}
            className={classes.dot}
            style={{ left: xOf(plot, target.x), top: yOf(plot, target.y) }}
            data-idle={pointed === null || undefined}
            aria-label={`${target.variantId}, ${target.word}: ${countsWords(target)}`}
            aria-describedby={help}
            aria-current={target.isSelf ? 'page' : undefined}
            onFocus={() => setPointedId(target.monitoringId)}
            onBlur={() => setPointedId(null)}
            onKeyDown={move}
          />
        )}
        <VisuallyHidden id={help}>Arrow keys go to other variants, Enter opens one.</VisuallyHidden>
        {pointed !== null && <Pointed dot={pointed} plot={plot} policy={policy} />}
      </div>
    </figure>
  );
}

interface PointedProps {
  dot: Dot;
  plot: Plot;
  policy: BoundaryPolicy;
}

/** What is known of the dot that is pointed at; its link says it to those who hear the page. */
function Pointed({ dot, plot, policy }: PointedProps) {
  const trpc = useTRPC();
  const [variantId] = useDebouncedValue(dot.variantId, RESTS_MS);
  const { data } = useQuery({
    ...trpc.monitoring.status.queryOptions({ variantId }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const words = data?.variantId === dot.variantId ? data.excerpt : null;
  const left = xOf(plot, dot.x);
  return (
    <Paper
      withBorder
      p="xs"
      shadow="md"
      aria-hidden
      className={classes.pointed}
      style={{ left, top: yOf(plot, dot.y) }}
      data-far={left > plot.left + FAR * plot.width || undefined}
    >
      {words !== null && (
        <Text size="sm" fw={600} lineClamp={2}>
          {words}
        </Text>
      )}
      <Text size="xs" fw={words === null ? 600 : 400} className={classes.name}>
        {dot.variantId}
      </Text>
      <Text size="xs">
        {dot.word}. {countsWords(dot)}.
      </Text>
      <Text size="xs" c="var(--cull-muted)">
        {dot.reason === null && 'Rules that kill here: '}
        {ruleWords(dot, policy)}
      </Text>
    </Paper>
  );
}
