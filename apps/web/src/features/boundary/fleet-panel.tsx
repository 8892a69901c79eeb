'use client';

import { formatCount } from '@cull/core';
import { Paper, Skeleton, Text, Title } from '@mantine/core';
import { useViewportSize } from '@mantine/hooks';
import { useCallback, useMemo, useRef } from 'react';
import { useFilters } from '../live/list/filters/filters';
import { useFleet } from '../live/stream/use-fleet';
import { useEffective } from '../thresholds/use-overrides';
import classes from './boundary.module.css';
import { BoundaryChart } from './boundary-chart';
import { BoundaryLegend } from './boundary-legend';
import { type Dot, dotsOfFleet } from './dots';
import { DotsTable } from './dots-table';
import { Trails } from './trails';

/** In pixels: of a low window it leaves room for the first variants. */
const HEIGHTS = { least: 190, most: 350, share: 0.5, less: 170 } as const;
const USUAL_WINDOW = 900;
/** Of more, only those that something is about have their trails drawn: all would be a thicket. */
const ALL_TRAILS_UP_TO = 60;
const KINDS = ['live', 'warned', 'at_risk', 'killed'] as const;
const NONE: never[] = [];

/** Every live variant against the boundaries of the active thresholds, narrowed as the list is. */
export function FleetPanel() {
  const [{ personaId, campaignId }] = useFilters();
  const fleet = useFleet({ personaId, campaignId });
  const policy = useEffective({
    ...(personaId !== '' && { personaId }),
    ...(campaignId !== '' && { campaignId }),
  }).data?.values;
  const items = fleet.data?.items ?? NONE;
  const at = fleet.dataUpdatedAt;
  const dots = useMemo(() => dotsOfFleet(items), [items]);
  const trailOf = useTrails(dots, at);
  const live = items.filter(({ verdict }) => verdict !== 'killed').length;
  const read = dots.filter(({ kind }) => kind !== 'killed').length;
  const { height: windowHeight } = useViewportSize();
  const height = heightIn(windowHeight || USUAL_WINDOW);
  const whose = [personaId, campaignId].filter((part) => part !== '').join(' · ') || 'global';
  return (
    <Paper withBorder component="section" aria-labelledby="fleet" className={classes.panel}>
      <div className={classes.head}>
        <Title order={2} size="h6" id="fleet">
          Every live variant against its boundaries
        </Title>
        <Text size="xs" c="var(--cull-muted)">
          {formatCount(read)} of {formatCount(live)} with a reading · {whose} thresholds
        </Text>
      </div>
      {policy === undefined ? (
        <Skeleton height={height} />
      ) : (
        <BoundaryChart
          height={height}
          dots={dots}
          trailOf={trailOf}
          policy={policy}
          label="Interactions that came of those due, of every live variant"
        />
      )}
      <div className={classes.foot}>
        <BoundaryLegend kinds={KINDS} isTrailed="line: last 30 s" />
        {policy !== undefined && dots.length > 0 && <DotsTable dots={dots} policy={policy} />}
      </div>
    </Paper>
  );
}

function heightIn(windowHeight: number): number {
  const { least, most, share, less } = HEIGHTS;
  return Math.round(Math.min(most, Math.max(least, share * windowHeight - less)));
}

/** Remembers where the dots were. @param at When they were read, epoch milliseconds. */
function useTrails(dots: readonly Dot[], at: number) {
  const trails = useRef(new Trails());
  const taken = useRef<readonly Dot[] | null>(null);
  if (taken.current !== dots) {
    taken.current = dots;
    trails.current.add(dots, at);
  }
  const isFew = dots.length <= ALL_TRAILS_UP_TO;
  return useCallback(
    (dot: Dot) => (isFew || dot.kind !== 'live' ? trails.current.of(dot.monitoringId) : null),
    [isFew],
  );
}
