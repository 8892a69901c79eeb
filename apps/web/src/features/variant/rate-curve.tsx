'use client';

import { formatCount, formatRate } from '@cull/core';
import { Paper, Skeleton, Text, Title } from '@mantine/core';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { Failure } from '../../components/failure';
import type { ListedVariant } from '../live/variant-cards';
import { Markers } from './markers';
import { type CurvePoint, useCurve } from './use-curve';

const HEIGHT = 300;
/** Room above the expected rate, so that its line does not touch the frame. */
const HEADROOM = 1.25;

/** The engagement rate over time against the expected, warn and kill lines. */
export function RateCurve({ session }: { session: ListedVariant }) {
  const { query, points, markers } = useCurve(session.monitoringId);
  const { expectedEngagementRate: expected, policy } = session;
  const lines = [
    { name: 'expected', rate: expected, colour: 'var(--cull-good)' },
    { name: 'warn', rate: expected * policy.warnRatio, colour: 'var(--cull-warn)' },
    { name: 'kill', rate: expected * policy.killRatio, colour: 'var(--cull-kill)' },
  ];
  if (query.isPending) return <Skeleton height={HEIGHT} />;
  if (query.isError)
    return <Failure what="the curve" error={query.error} retry={() => void query.refetch()} />;
  const highest = points.reduce((top, { rate }) => Math.max(top, rate), expected);
  const newest = points.at(-1);
  return (
    <section aria-labelledby="curve">
      <Title order={2} size="h6" id="curve" mb={4}>
        Engagement rate
      </Title>
      <Text size="sm" c="var(--cull-muted)" mb="xs">
        {newest === undefined
          ? 'No sample yet. The curve starts with the first.'
          : `${formatRate(newest.rate)} from ${points.length} readings; the dashed lines are expected, warn and kill.`}
      </Text>
      <ResponsiveContainer width="100%" height={HEIGHT}>
        <LineChart data={points} margin={{ top: 8, right: 60, bottom: 0, left: 0 }} accessibilityLayer>
          <CartesianGrid stroke="var(--cull-line)" vertical={false} />
          <XAxis
            dataKey="at"
            type="number"
            domain={[Date.parse(session.startedAt), 'dataMax']}
            tickFormatter={(at: number) =>
              new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' })
            }
            tick={{ fill: 'var(--cull-muted)', fontSize: 12 }}
            minTickGap={48}
          />
          <YAxis
            domain={[0, highest * HEADROOM]}
            tickFormatter={formatRate}
            tick={{ fill: 'var(--cull-muted)', fontSize: 12 }}
            width={64}
          />
          <Tooltip
            isAnimationActive={false}
            content={({ active, label }) => (
              <Reading point={active ? points.find(({ at }) => at === label) : undefined} />
            )}
          />
          {lines.map(({ name, rate, colour }) => (
            <ReferenceLine
              key={name}
              y={rate}
              stroke={colour}
              strokeDasharray="5 4"
              label={{ value: name, position: 'right', fill: colour, fontSize: 12 }}
            />
          ))}
          {markers.map(({ at, type }) => (
            <ReferenceLine
              key={`${at} ${type}`}
              x={Date.parse(at)}
              stroke="var(--cull-muted)"
              strokeOpacity={0.6}
            />
          ))}
          <Line
            dataKey="rate"
            stroke="var(--cull-rate)"
            strokeWidth={2}
            dot={false}
            isAnimationActive={false}
            type="monotone"
          />
        </LineChart>
      </ResponsiveContainer>
      <Markers markers={markers} />
    </section>
  );
}

/** The exact counts under the pointer. */
function Reading({ point }: { point: CurvePoint | undefined }) {
  if (point === undefined) return null;
  return (
    <Paper withBorder p="xs" shadow="sm">
      <Text size="sm" fw={700}>
        {formatRate(point.rate)}
      </Text>
      <Text size="xs">
        {formatCount(point.interactions)} interactions, {formatCount(point.views)} views
      </Text>
      <Text size="xs" c="var(--cull-muted)">
        {new Date(point.at).toLocaleTimeString()}
      </Text>
    </Paper>
  );
}
