import { formatDuration } from '@cull/core';
import { useMemo } from 'react';
import type { ChartFrame } from './chart-frame';
import { ChartWord } from './chart-word';
import type { CurvePoint } from './curve';
import { gainsOf } from './gains';
import { timeTicks } from './time-ticks';

/** Of a bar with the space behind it, in pixels. */
const BAR = 4;
const VIEWS_HEIGHT = 46;
/** Below the curve. */
const ABOVE = 14;
const SHORTEST = 5;
const LONGEST = 16;
const AXIS = 18;

interface Props {
  frame: ChartFrame;
  points: readonly CurvePoint[];
  /** Epoch milliseconds. */
  span: readonly [begin: number, end: number];
  /** Epoch milliseconds; null where nothing came after a kill. */
  killedAt: number | null;
}

/** What the rate is made of: views as bars, interactions as ticks below them, over the time since posting. */
export function GainsPane({ frame, points, span, killedAt }: Props) {
  const { left, right, bottom, x } = frame;
  const count = Math.max(1, Math.floor((right - left) / BAR));
  const gains = useMemo(() => gainsOf(points, span, count), [points, span, count]);
  const mostViews = Math.max(1, ...gains.map(({ views }) => views));
  const mostInteractions = Math.max(1, ...gains.map(({ interactions }) => interactions));
  const base = bottom + ABOVE + VIEWS_HEIGHT;
  const wide = (right - left) / count;
  const after = killedAt === null ? count : ((killedAt - span[0]) / (span[1] - span[0])) * count;
  return (
    <g>
      <ChartWord x={left - 8} y={base - VIEWS_HEIGHT / 2 + 4} ink="muted" anchor="end">
        views
      </ChartWord>
      {gains.map(({ views, interactions }, index) => {
        const opacity = index >= after ? 0.45 : 1;
        const height = (views / mostViews) * VIEWS_HEIGHT;
        const reach = SHORTEST + (LONGEST - SHORTEST) * Math.sqrt(interactions / mostInteractions);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is known by its place.
          <g key={index} opacity={opacity}>
            <rect
              x={left + index * wide}
              width={Math.max(1, wide - 1)}
              y={base - height}
              height={height}
              fill="var(--cull-faint)"
              fillOpacity={0.6}
            />
            {interactions > 0 && (
              <rect
                x={left + index * wide}
                width={Math.min(2, wide)}
                y={base + 2}
                height={reach}
                fill="var(--cull-accent)"
              />
            )}
          </g>
        );
      })}
      <ChartWord
        x={frame.hasEdge ? right + 8 : right}
        y={base + 14}
        ink="accent"
        anchor={frame.hasEdge ? 'start' : 'end'}
      >
        interactions
      </ChartWord>
      {timeTicks(span[1] - span[0], right - left).map((since) => (
        <g key={since}>
          <line
            x1={x(span[0] + since)}
            x2={x(span[0] + since)}
            y1={base}
            y2={base + 3}
            stroke="var(--cull-muted)"
          />
          <ChartWord
            x={x(span[0] + since)}
            y={base + LONGEST + AXIS}
            ink="muted"
            anchor={since === 0 ? 'start' : 'middle'}
          >
            +{formatDuration(since)}
          </ChartWord>
        </g>
      ))}
      <line x1={left} x2={right} y1={base + 1} y2={base + 1} stroke="var(--cull-line)" />
    </g>
  );
}
