import type { ReactNode } from 'react';
import classes from './chart.module.css';

interface Props {
  x: number;
  y: number;
  /** A color of the theme. */
  ink: string;
  anchor?: 'start' | 'middle' | 'end';
  isStrong?: boolean;
  children: ReactNode;
}

/** A word in the chart, readable over whatever lies behind it. */
export function ChartWord({ x, y, ink, anchor = 'start', isStrong = false, children }: Props) {
  return (
    <text
      x={x}
      y={y}
      fill={`var(--cull-${ink})`}
      textAnchor={anchor}
      className={classes.word}
      data-strong={isStrong || undefined}
    >
      {children}
    </text>
  );
}
