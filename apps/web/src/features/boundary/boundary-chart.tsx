'use client';

import { Paper, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from 'recharts';
import classes from './boundary.module.css';
import { BoundaryLegend } from './boundary-legend';
import { countsWords, ruleWords } from './dot-words';
import { type Dot, dueTicks, HIGHEST_SHARE, rangeOf } from './dots';
import { DotsLayer, type Place, type PointedDot } from './dots-layer';
import { type BoundaryPolicy, boundariesOf } from './edges';
import { EVIDENCE_ZONE, LITERAL_ZONE } from './zones';

const AXIS = { tick: { fill: 'var(--cull-muted)', fontSize: 12 }, stroke: 'var(--cull-muted)' };
const SHARE_TICKS = [0, 0.5, 1, 1.5, 2];
/** Of the chart's width: further right, what is said of a dot stands on its left. */
const FAR = 0.55;

interface Props {
  height: number;
  dots: readonly Dot[];
  trail: readonly Place[];
  /** Whose zones are drawn. */
  policy: BoundaryPolicy;
  label: string;
}

/**
 * Interactions due by now against the share of them that came. Rules kill within the zones: one dot a variant, and the way
 * that one of them took.
 */
export function BoundaryChart({ height, dots, trail, policy, label }: Props) {
  const [pointed, setPointed] = useState<PointedDot | null>(null);
  const { low, high } = rangeOf([...dots.map(({ due }) => due), ...trail.map(({ x }) => x)]);
  const zones = useMemo(
    () =>
      boundariesOf(policy, { low, high }).map((boundary) => ({
        ...boundary,
        edge: boundary.evidence?.[1] ?? null,
      })),
    [policy, low, high],
  );
  return (
    <figure className={classes.chart} aria-label={label}>
      <BoundaryLegend policy={policy} hasTrail={trail.length > 1} />
      <div className={classes.plot}>
        <ResponsiveContainer width="100%" height={height}>
          <ComposedChart
            data={zones}
            margin={{ top: 10, right: 16, bottom: 18, left: 0 }}
            accessibilityLayer={false}
          >
            <CartesianGrid stroke="var(--cull-line)" vertical={false} />
            <XAxis
              {...AXIS}
              dataKey="due"
              type="number"
              scale="log"
              domain={[low, high]}
              ticks={[...dueTicks({ low, high })]}
              allowDataOverflow
              label={{
                value: 'interactions due by now',
                position: 'insideBottomRight',
                offset: -12,
                fill: 'var(--cull-muted)',
                fontSize: 12,
              }}
            />
            <YAxis
              {...AXIS}
              domain={[0, HIGHEST_SHARE]}
              ticks={SHARE_TICKS}
              allowDataOverflow
              tickFormatter={(share: number) => `${Math.round(100 * share)}%`}
              width={52}
            />
            <Area {...LITERAL_ZONE.area} dataKey="literal" isAnimationActive={false} type="linear" />
            <Area {...EVIDENCE_ZONE.area} dataKey="evidence" isAnimationActive={false} type="linear" />
            <Line
              {...EVIDENCE_ZONE.line}
              dataKey="edge"
              dot={false}
              isAnimationActive={false}
              type="linear"
            />
            <ReferenceLine y={1} stroke="var(--cull-good)" strokeWidth={1.5} strokeDasharray="10 4" />
            <DotsLayer dots={dots} trail={trail} onPoint={setPointed} />
          </ComposedChart>
        </ResponsiveContainer>
        {pointed !== null && <Pointed {...pointed} isFar={pointed.dot.x > low * (high / low) ** FAR} />}
      </div>
    </figure>
  );
}

/** What is known of the dot that is pointed at; said by its link to those who hear the page. */
function Pointed({ dot, left, top, isFar }: PointedDot & { isFar: boolean }) {
  return (
    <Paper
      withBorder
      p="xs"
      shadow="sm"
      aria-hidden
      className={classes.pointed}
      style={{ left, top }}
      data-far={isFar || undefined}
    >
      <Text size="sm" fw={700} className={classes.name}>
        {dot.variantId}
      </Text>
      <Text size="xs">
        {dot.word}. {countsWords(dot)}.
      </Text>
      <Text size="xs" c="var(--cull-muted)">
        {dot.reason === null && 'Rules that kill here: '}
        {ruleWords(dot)}
      </Text>
    </Paper>
  );
}
