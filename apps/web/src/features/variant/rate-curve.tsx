'use client';

import { formatRate } from '@cull/core';
import { Group, Skeleton, Text, Title } from '@mantine/core';
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
import { Failure } from '../../components/failure';
import { clockTime } from '../../components/instant';
import type { MonitoredVariant } from '../../trpc/types';
import { withTail } from './curve';
import { Legend, linesOf } from './lines';
import { numbered } from './marker-labels';
import { Markers, shownMarkers } from './markers';
import { Reading } from './reading';
import { scaleOf, spanOf } from './scale';
import { useCurve } from './use-curve';

const HEIGHT = 280;
const AXIS = { tick: { fill: 'var(--cull-muted)', fontSize: 12 }, stroke: 'var(--cull-muted)' };

/** The engagement rate over time against the expected, warn and kill lines. */
export function RateCurve({ session }: { session: MonitoredVariant }) {
  const curve = useCurve(session.monitoringId, session.status === 'monitoring');
  const { query, points } = curve;
  if (query.isPending) return <Skeleton height={HEIGHT + 60} />;
  if (query.isError)
    return <Failure what="the curve" error={query.error} retry={() => void query.refetch()} />;
  const lines = linesOf(session);
  const markers = shownMarkers(curve.markers);
  const scale = scaleOf(points, session.expectedEngagementRate);
  const line = withTail(points, session);
  const span = spanOf(
    Date.parse(session.startedAt),
    line,
    markers.map(({ at }) => Date.parse(at)),
  );
  const newest = points.at(-1);
  return (
    <section aria-labelledby="curve">
      <Group justify="space-between" gap="xs" mb={4}>
        <Title order={2} size="h6" id="curve">
          Engagement rate
        </Title>
        <Legend lines={lines} />
      </Group>
      <Text size="xs" c="var(--cull-muted)" mb="xs">
        {newest === undefined
          ? 'No sample yet. The curve starts with the first.'
          : `${formatRate(newest.rate)} from ${points.length} readings${points.some(({ band }) => band !== null) ? '; the band reaches up to the rate that the evidence does not rule out' : ''}`}
      </Text>
      <ResponsiveContainer width="100%" height={HEIGHT}>
        <ComposedChart data={line} margin={{ top: 18, right: 12, bottom: 0, left: 0 }} accessibilityLayer>
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
              <Reading point={active ? line.find(({ at }) => at === label) : undefined} />
            )}
          />
          <Area
            dataKey="band"
            stroke="none"
            fill="var(--cull-rate)"
            fillOpacity={0.16}
            isAnimationActive={false}
            type="linear"
            connectNulls={false}
            tooltipType="none"
          />
          {lines.map(({ name, rate, colour, dashes }) => (
            <ReferenceLine key={name} y={rate} stroke={colour} strokeWidth={1.5} strokeDasharray={dashes} />
          ))}
          {numbered(markers, span).map(({ at, label }, index) => (
            <ReferenceLine
              // biome-ignore lint/suspicious/noArrayIndexKey: a marker is known by its number.
              key={index}
              x={at}
              stroke="var(--cull-muted)"
              label={{ value: label, position: 'top', fill: 'var(--cull-muted)', fontSize: 11 }}
            />
          ))}
          <Line
            dataKey="rate"
            stroke="var(--cull-rate)"
            strokeWidth={2}
            dot={line.length === 1}
            isAnimationActive={false}
            type="linear"
          />
        </ComposedChart>
      </ResponsiveContainer>
      <Markers markers={markers} />
    </section>
  );
}
