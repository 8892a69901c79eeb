import type { DashboardFrame, EventFrame, OverviewFrame, PointFrame } from '@cull/api';
import { create } from 'zustand';

/** Points kept for a variant's sparkline. */
const KEPT_POINTS = 60;
const KEPT_EVENTS = 200;

export type Connection = 'connecting' | 'live' | 'broken';

interface LiveState {
  readonly connection: Connection;
  /** When the last frame came, by this browser's clock; null before the first. */
  readonly lastFrameAt: number | null;
  readonly overview: OverviewFrame | null;
  /** Newest first. */
  readonly events: readonly EventFrame[];
  /** By monitoringId, oldest first. */
  readonly series: Readonly<Record<string, readonly PointFrame[]>>;
  /** What the stream is asked for, by who asks. */
  readonly watches: Readonly<Record<string, readonly string[]>>;
}

/** What the tab's one stream has brought. */
export const useLive = create<LiveState>()(() => ({
  connection: 'connecting',
  lastFrameAt: null,
  overview: null,
  events: [],
  series: {},
  watches: {},
}));

export function setConnection(connection: Connection): void {
  useLive.setState({ connection });
}

/** Takes a frame in. */
export function takeFrame(frame: DashboardFrame, now: number): void {
  useLive.setState((state) => ({
    ...state,
    connection: 'live',
    lastFrameAt: now,
    ...changesBy(frame, state),
  }));
}

/** Names the sessions that a part of the page shows; an empty list takes that part out. */
export function watch(part: string, monitoringIds: readonly string[]): void {
  useLive.setState(({ watches }) => ({ watches: { ...watches, [part]: monitoringIds } }));
}

function changesBy(frame: DashboardFrame, { events, series }: LiveState): Partial<LiveState> {
  switch (frame.type) {
    case 'overview':
      return { overview: frame.overview };
    case 'event':
      // A stream that was resumed may bring what is known already.
      if (events.some(({ id }) => id === frame.event.id)) return {};
      return { events: [frame.event, ...events].slice(0, KEPT_EVENTS) };
    case 'variants': {
      const changed = frame.points.map((point) => [
        point.monitoringId,
        append(series[point.monitoringId], point),
      ]);
      return { series: { ...series, ...Object.fromEntries(changed) } };
    }
  }
}

function append(points: readonly PointFrame[] = [], point: PointFrame): readonly PointFrame[] {
  const kept = points.at(-1)?.at === point.at ? points.slice(0, -1) : points;
  return [...kept, point].slice(-KEPT_POINTS);
}
