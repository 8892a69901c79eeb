'use client';

import { formatCountOf, formatRate } from '@cull/core';
import { Group, Text, Title } from '@mantine/core';
import { Loaded } from '../../components/loaded';
import type { MonitoredVariant } from '../../trpc/types';
import { Chart } from './chart';
import { withTail } from './curve';
import { Legend, linesOf } from './lines';
import { numbered } from './marker-labels';
import { ReadingsTable } from './readings-table';
import { scaleOf, spanOf } from './scale';
import type { Curve } from './use-curve';
import { wentBadWords } from './went-bad';

const HEIGHT = 280;
/** What stands above and below the chart, in one line each. */
const AROUND = 72;

interface Props {
  session: MonitoredVariant;
  curve: Curve;
}

/** The engagement rate over time against the expected rate and the warn and kill thresholds. */
export function RateCurve({ session, curve: { query, points, readings, markers } }: Props) {
  const { wentBadAt } = session;
  return (
    <Loaded key={session.monitoringId} what="the curve" query={query} height={HEIGHT + AROUND}>
      {() => {
        const lines = linesOf(session);
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
              <Legend lines={lines} hasBand={points.some(({ band }) => band !== null)} />
            </Group>
            <Text size="xs" c="var(--cull-muted)" mb="xs">
              {newest === undefined
                ? 'No sample yet. The curve starts with the first.'
                : `${formatRate(newest.rate)} ${isLater(newest.at, session) ? 'by now, after the end, ' : ''}from ${formatCountOf(readings, 'reading')}`}
            </Text>
            <Chart
              height={HEIGHT}
              points={line}
              lines={lines}
              upright={numbered(markers, span)}
              pin={
                wentBadAt === null
                  ? null
                  : {
                      at: Date.parse(wentBadAt),
                      label: wentBadWords(wentBadAt, { ...session, killReason: null }),
                    }
              }
              scale={scaleOf(points, session.expectedEngagementRate)}
              span={span}
            />
            {newest !== undefined && <ReadingsTable points={points} />}
          </section>
        );
      }}
    </Loaded>
  );
}

/** Killed variants are looked at until their window is over. */
function isLater(at: number, { endedAt }: MonitoredVariant): boolean {
  return endedAt !== null && at > Date.parse(endedAt);
}
