'use client';

import { formatRate } from '@cull/core';
import { VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import {
  CartesianGrid,
  ComposedChart,
  Line,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';
import { CHART_TEXT } from '../../../theme/chart';
import { crossingOf, type RateAt, type ThresholdStep } from './bound';
import { AXIS_WIDTH, type ChartFrame, chartHeight, GAINS_HEIGHT } from './chart-frame';
import { Crossing } from './crossing';
import { type CurvePoint, splitAt } from './curve';
import { GainsPane } from './gains-pane';
import { Guides } from './guides';
import { LineNames } from './line-names';
import type { Pin, Stretch } from './marks';
import type { PlacedLabel } from './pin-layout';
import { AfterKill, Pins, Shades } from './pins';
import { Reading } from './reading';
import type { Scale } from './scale';
import { SpokenReading } from './spoken-reading';

const AXIS = { tick: { fill: 'var(--cull-muted)', fontSize: CHART_TEXT }, stroke: 'var(--cull-line)' };

export interface ChartProps {
  frame: ChartFrame;
  /** Of names above the curve. */
  rows: number;
  points: readonly CurvePoint[];
  expected: number;
  steps: readonly ThresholdStep[];
  siblings: readonly (readonly RateAt[])[];
  pins: readonly Pin[];
  labels: readonly PlacedLabel[];
  stretches: readonly Stretch[];
  /** Epoch milliseconds; null where it was not killed. */
  killedAt: number | null;
  scale: Scale;
  /** Epoch milliseconds. */
  span: readonly [begin: number, end: number];
}

/** The curve itself. The pointer and the arrow keys show its readings; those that the keys come to are also spoken. */
export function Chart(props: ChartProps) {
  const { frame, rows, points, expected, steps, siblings, pins, labels, stretches, killedAt, scale, span } =
    props;
  const [voice, setVoice] = useState<HTMLElement | null>(null);
  const [byKeys, setByKeys] = useState(false);
  const clip = `curve-${span[0]}`;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notes by what the chart inside is moved.
    <div onKeyDown={() => setByKeys(true)} onPointerMove={() => setByKeys(false)}>
      <ComposedChart
        width={frame.width}
        height={chartHeight(rows)}
        data={splitAt(points, killedAt)}
        margin={{ top: frame.top, right: frame.width - frame.right, bottom: GAINS_HEIGHT, left: 0 }}
        accessibilityLayer
        aria-label="Engagement rate over time: the arrow keys go through the readings"
      >
        <defs>
          <clipPath id={clip}>
            <rect
              x={frame.left}
              y={frame.top}
              width={Math.max(0, frame.right - frame.left)}
              height={frame.bottom - frame.top}
            />
          </clipPath>
        </defs>
        <Shades frame={frame} stretches={stretches} killedAt={killedAt} />
        <CartesianGrid stroke="var(--cull-line)" vertical={false} />
        <XAxis dataKey="at" type="number" domain={[...span]} hide />
        <YAxis
          {...AXIS}
          domain={[0, scale.top]}
          ticks={[...scale.ticks]}
          allowDataOverflow
          tickFormatter={formatRate}
          tickLine={false}
          width={AXIS_WIDTH}
        />
        <Tooltip
          isAnimationActive={false}
          content={({ active, label }: TooltipContentProps) => (
            <Reading point={active ? points.find(({ at }) => at === label) : undefined} begin={span[0]} />
          )}
        />
        <g clipPath={`url(#${clip})`}>
          <Guides frame={frame} points={points} expected={expected} steps={steps} siblings={siblings} />
        </g>
        <Pins frame={frame} pins={pins} labels={labels} />
        <Line
          dataKey="live"
          stroke="var(--cull-accent)"
          strokeWidth={2.25}
          dot={points.length === 1}
          isAnimationActive={false}
          type="linear"
        />
        <Line
          dataKey="later"
          stroke="var(--cull-accent)"
          strokeWidth={1.75}
          strokeDasharray="4 4"
          dot={false}
          isAnimationActive={false}
          type="linear"
        />
        <Crossing frame={frame} crossing={crossingOf(points, steps)} begin={span[0]} />
        <AfterKill frame={frame} killedAt={killedAt} rate={points.at(-1)?.rate ?? 0} />
        <LineNames frame={frame} points={points} expected={expected} steps={steps} siblings={siblings} />
        <GainsPane frame={frame} points={points} span={span} killedAt={killedAt} />
        {byKeys && voice !== null && <SpokenReading points={points} voice={voice} />}
      </ComposedChart>
      <VisuallyHidden ref={setVoice} role="status" />
    </div>
  );
}
