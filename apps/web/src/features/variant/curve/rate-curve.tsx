'use client';

import { formatCountOf, formatRate } from '@cull/core';
import { Group, Skeleton, Text, Title } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import dynamic from 'next/dynamic';
import { Loaded } from '../../../components/loaded';
import type { MonitoredVariant } from '../../../trpc/types';
import type { RateAt } from './bound';
import { CURVE_HEIGHT, chartFrame, chartHeight, GAINS_HEIGHT, MOST_ROWS } from './chart-frame';
import { withTail } from './curve';
import { pinsOf, stretchesOf } from './marks';
import { placeLabels } from './pin-layout';
import { ReadingsTable } from './readings-table';
import { scaleOf, spanOf } from './scale';
import type { Curve } from './use-curve';

/** Fetched once the page is there: the verdict and its reason come first. */
const Chart = dynamic(() => import('./chart').then((module) => module.Chart), { ssr: false });

const USUAL_HEIGHT = CURVE_HEIGHT + GAINS_HEIGHT + 30;
/** What stands above and below the chart, in one line each. */
const AROUND = 56;

interface Props {
  session: MonitoredVariant;
  curve: Curve;
  siblings: readonly (readonly RateAt[])[];
}

/** The engagement rate since posting, against its thresholds, the evidence and its siblings. */
export function RateCurve({ session, curve, siblings }: Props) {
  const { query, points, readings } = curve;
  return (
    <Loaded key={session.monitoringId} what="the curve" query={query} height={USUAL_HEIGHT + AROUND}>
      {() => {
        const newest = points.at(-1);
        return (
          <section aria-labelledby="curve">
            <Group justify="space-between" gap="xs">
              <Title order={2} size="h6" id="curve">
                Engagement rate
              </Title>
              <Text size="xs" c="var(--cull-muted)">
                {newest === undefined
                  ? 'No reading yet. The curve starts with the first.'
                  : `${formatRate(newest.rate)} ${isLater(newest.at, session) ? 'after the end, ' : ''}from ${formatCountOf(readings, 'reading')}`}
              </Text>
            </Group>
            <Measured session={session} curve={curve} siblings={siblings} />
            {newest !== undefined && <ReadingsTable points={points} />}
          </section>
        );
      }}
    </Loaded>
  );
}

/** The chart as wide as there is room. */
function Measured({ session, curve: { points, markers, steps }, siblings }: Props) {
  const { ref, width } = useElementSize();
  const line = withTail(points, session);
  const pins = pinsOf(markers, session);
  const span = spanOf(
    Date.parse(session.startedAt),
    line,
    pins.map(({ at }) => at),
  );
  const scale = scaleOf(points, session.expectedEngagementRate);
  const { x } = chartFrame(width, { span, top: scale.top, rows: 0 });
  const labels = placeLabels(
    pins.map(({ at, label }) => ({ x: x(at), label })),
    width,
    MOST_ROWS,
  );
  const rows = Math.max(1, ...labels.map(({ row }) => (row ?? 0) + 1));
  const killedAt =
    session.status === 'killed' && session.endedAt !== null ? Date.parse(session.endedAt) : null;
  return (
    <div ref={ref} style={{ minHeight: chartHeight(rows) }}>
      {width === 0 ? (
        <Skeleton height={USUAL_HEIGHT} />
      ) : (
        <Chart
          frame={chartFrame(width, { span, top: scale.top, rows })}
          rows={rows}
          points={line}
          expected={session.expectedEngagementRate}
          steps={steps}
          siblings={siblings}
          pins={pins}
          labels={labels}
          stretches={stretchesOf(markers, span)}
          killedAt={killedAt}
          scale={scale}
          span={span}
        />
      )}
    </div>
  );
}

/** Killed variants are read until their window is over. */
function isLater(at: number, { endedAt }: MonitoredVariant): boolean {
  return endedAt !== null && at > Date.parse(endedAt);
}
