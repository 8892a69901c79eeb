'use client';

import Link from 'next/link';
import { useXAxisScale, useYAxisScale } from 'recharts';
import classes from './boundary.module.css';
import { DotMark } from './dot-mark';
import { countsWords } from './dot-words';
import type { Dot } from './dots';

/** A place on the chart, in its own units. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A dot that is pointed at, and where it is in pixels of the chart. */
export interface PointedDot {
  readonly dot: Dot;
  readonly left: number;
  readonly top: number;
}

interface Props {
  dots: readonly Dot[];
  /** How the variant that the chart is about got to where it is, oldest first. */
  trail: readonly Place[];
  onPoint: (pointed: PointedDot | null) => void;
}

/** The variants on the chart around it, each a link to its page, with the trail of the one that the chart is about. */
export function DotsLayer({ dots, trail, onPoint }: Props) {
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  if (toX === undefined || toY === undefined) return null;
  const pixels = (place: Place) => ({ left: toX(place.x) ?? 0, top: toY(place.y) ?? 0 });
  // What the page is about lies on top.
  const ordered = dots.toSorted((a, b) => Number(a.isSelf) - Number(b.isSelf));
  return (
    <g>
      <path
        d={trail
          .map(pixels)
          .map(({ left, top }, index) => `${index === 0 ? 'M' : 'L'}${left.toFixed(1)} ${top.toFixed(1)}`)
          .join('')}
        fill="none"
        stroke="var(--cull-rate)"
        strokeWidth={1.5}
        strokeLinejoin="round"
        data-figure="trail"
      />
      {ordered.map((dot) => {
        const { left, top } = pixels(dot);
        const point = () => onPoint({ dot, left, top });
        const leave = () => onPoint(null);
        return (
          <Link
            key={dot.monitoringId}
            href={`/variants/${encodeURIComponent(dot.variantId)}`}
            prefetch={false}
            className={classes.dot}
            aria-label={`${dot.variantId}, ${dot.word}: ${countsWords(dot)}`}
            aria-current={dot.isSelf ? 'page' : undefined}
            data-kind={dot.kind}
            onMouseEnter={point}
            onMouseLeave={leave}
            onFocus={point}
            onBlur={leave}
          >
            <DotMark kind={dot.kind} isSelf={dot.isSelf} cx={left} cy={top} />
          </Link>
        );
      })}
    </g>
  );
}
