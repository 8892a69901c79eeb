'use client';

import { formatRate } from '@cull/core';
import { VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';
import { clockTime } from '../../components/instant';
import { CHART_TEXT } from '../../theme/chart';
import type { CurvePoint } from './curve';
import { BAND, type GuideLine } from './lines';
import type { NumberedLine } from './marker-labels';
import { Reading } from './reading';
import type { Scale } from './scale';
import { SpokenReading } from './spoken-reading';

const AXIS = { tick: { fill: 'var(--cull-muted)', fontSize: CHART_TEXT }, stroke: 'var(--cull-muted)' };

/** An upright line with a name. */
export interface Pin {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly label: string;
}

interface Props {
  height: number;
  points: readonly CurvePoint[];
  lines: readonly GuideLine[];
  upright: readonly NumberedLine[];
  /** What is marked by its name; null for nothing. */
  pin: Pin | null;
  scale: Scale;
  /** Epoch milliseconds. */
  span: [begin: number, end: number];
}

/** The curve itself. The pointer and the arrow keys show its readings; those that the keys come to are also spoken. */
export function Chart({ height, points, lines, upright, pin, scale, span }: Props) {
  const [voice, setVoice] = useState<HTMLElement | null>(null);
  const [byKeys, setByKeys] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notes by what the chart inside is moved.
    <div onKeyDown={() => setByKeys(true)} onPointerMove={() => setByKeys(false)}>
      <ResponsiveContainer width="100%" height={height}>
        <ComposedChart
          data={points}
          margin={{ top: 18, right: 12, bottom: 0, left: 0 }}
          accessibilityLayer
          aria-label="Engagement rate over time: the arrow keys go through the readings"
        >
          <CartesianGrid stroke="var(--cull-line)" vertical={false} />
          <XAxis
            {...AXIS}
            dataKey="at"
            type="number"
            domain={span}
            tickFormatter={(at: number) => clockTime(new Date(at))}
            minTickGap={40}
          />
          <YAxis
            {...AXIS}
            domain={[0, scale.top]}
            ticks={[...scale.ticks]}
            allowDataOverflow
            tickFormatter={formatRate}
            width={58}
          />
          <Tooltip
            isAnimationActive={false}
            content={({ active, label }: TooltipContentProps) => (
              <Reading point={active ? points.find(({ at }) => at === label) : undefined} />
            )}
          />
          <Area
            dataKey="band"
            stroke="none"
            fill={BAND.colour}
            fillOpacity={BAND.opacity}
            isAnimationActive={false}
            type="linear"
            connectNulls={false}
            tooltipType="none"
          />
          {lines.map(({ name, rate, colour, dashes }) => (
            <ReferenceLine key={name} y={rate} stroke={colour} strokeWidth={1.5} strokeDasharray={dashes} />
          ))}
          {upright.map(({ at, label }, index) => (
            <ReferenceLine
              // biome-ignore lint/suspicious/noArrayIndexKey: a marker is known by its number.
              key={index}
              x={at}
              stroke="var(--cull-muted)"
              label={{ value: label, position: 'top', fill: 'var(--cull-muted)', fontSize: CHART_TEXT }}
            />
          ))}
          {pin !== null && (
            <ReferenceLine
              x={pin.at}
              stroke="var(--cull-warn)"
              strokeWidth={2}
              strokeDasharray="6 3"
              label={{
                value: pin.label,
                position: pin.at - span[0] > (span[1] - span[0]) / 2 ? 'insideTopRight' : 'insideTopLeft',
                fill: 'var(--cull-warn)',
                fontSize: CHART_TEXT,
                fontWeight: 600,
              }}
            />
          )}
          <Line
            dataKey="rate"
            stroke="var(--cull-accent)"
            strokeWidth={2}
            dot={points.length === 1}
            isAnimationActive={false}
            type="linear"
          />
          {byKeys && voice !== null && <SpokenReading points={points} voice={voice} />}
        </ComposedChart>
      </ResponsiveContainer>
      <VisuallyHidden ref={setVoice} role="status" />
    </div>
  );
}
