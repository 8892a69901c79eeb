import { engagementRate } from '@cull/core';
import { type LivePoint, type LoggedEvent, readNewestEvents } from '@cull/db';
import { type TrackedEnvelope, tracked } from '@trpc/server';
import type { Services } from '../context';
import { readBacklog } from '../live/backlog';
import { merge } from '../live/merge';
import { openStream } from '../live/open-stream';
import type { Figures } from '../live/overview-board';
import { presentEvent } from '../present/present-event';
import { presentHalt } from '../present/present-halt';
import { toIso } from '../schemas/common';
import {
  type DashboardFrame,
  liveDashboardInput,
  liveEventsInput,
  liveVariantsInput,
  type OverviewFrame,
  type PointFrame,
} from '../schemas/live';
import { procedureFor, router } from '../trpc';

/** A viewer who names no event to go on from is shown this many. */
const NEWEST_EVENTS = 50;

export const liveRouter = router({
  overview: procedureFor('read').subscription(async function* ({ ctx, signal }) {
    const { services } = ctx;
    yield* openStream(ctx, 'live.overview', signal, async function* (ended) {
      for await (const figures of services.hub.overview.follow(ended)) yield toOverview(figures);
    });
  }),

  variants: procedureFor('read')
    .input(liveVariantsInput)
    .subscription(async function* ({ ctx, input, signal }) {
      const { services } = ctx;
      yield* openStream(ctx, 'live.variants', signal, async function* (ended) {
        for await (const points of services.hub.points.follow(input.monitoringIds, ended)) {
          yield { at: toIso(services.now()), variants: points.map(toPoint) };
        }
      });
    }),

  events: procedureFor('read')
    .input(liveEventsInput)
    .subscription(async function* ({ ctx, input, signal }) {
      const { services } = ctx;
      yield* openStream(ctx, 'live.events', signal, async function* (ended) {
        const newest = () => readNewestEvents(services.db.pool, NEWEST_EVENTS);
        for await (const event of eventsFrom(services, input?.lastEventId, newest, ended)) {
          yield tracked(event.cursor, presentEvent(event));
        }
      });
    }),

  /** Everything that one browser tab needs, in one stream: browsers allow few connections to one host. */
  dashboard: procedureFor('read')
    .input(liveDashboardInput)
    .subscription(async function* ({ ctx, input, signal }) {
      const { services } = ctx;
      yield* openStream(ctx, 'live.dashboard', signal, (ended) =>
        merge<DashboardFrame | TrackedEnvelope<DashboardFrame>>([
          overviewFrames(services, ended),
          pointFrames(services, input.watch, ended),
          eventFrames(services, input.lastEventId, ended),
        ]),
      );
    }),
});

/** @param readFirst What comes first for a viewer who names no event to go on from. */
async function* eventsFrom(
  { hub }: Services,
  lastEventId: string | null | undefined,
  readFirst: () => ReturnType<typeof readNewestEvents>,
  ended: AbortSignal,
): AsyncGenerator<LoggedEvent> {
  let after = lastEventId;
  if (after === undefined || after === null) {
    const { events, cursor } = await readFirst();
    yield* events;
    after = cursor;
  }
  yield* hub.events.follow(after, ended);
}

async function* overviewFrames({ hub }: Services, ended: AbortSignal): AsyncGenerator<DashboardFrame> {
  for await (const figures of hub.overview.follow(ended)) {
    yield { type: 'overview', overview: toOverview(figures) };
  }
}

async function* pointFrames(
  { hub, now }: Services,
  watch: readonly string[],
  ended: AbortSignal,
): AsyncGenerator<DashboardFrame> {
  for await (const points of hub.points.follow(watch, ended)) {
    yield { type: 'variants', at: toIso(now()), points: points.map(toPoint) };
  }
}

async function* eventFrames(
  services: Services,
  lastEventId: string | null | undefined,
  ended: AbortSignal,
): AsyncGenerator<TrackedEnvelope<DashboardFrame>> {
  const backlog = () => readBacklog(services.db.pool);
  for await (const event of eventsFrom(services, lastEventId, backlog, ended))
    yield tracked(event.cursor, { type: 'event', event: presentEvent(event) });
}

function toOverview({ at, overview, viewsAvoided, halts }: Figures): OverviewFrame {
  const { newestSampleAt, ...figures } = overview;
  return {
    at: toIso(at),
    newestSampleAt: toIso(newestSampleAt),
    ...figures,
    viewsAvoided,
    halts: halts.map(presentHalt),
  };
}

function toPoint({ at, deadlineAt, wentBadAt, ...point }: LivePoint): PointFrame {
  const { views, interactions } = point;
  const rate = views === null || interactions === null ? null : engagementRate({ views, interactions });
  return {
    ...point,
    at: toIso(at),
    deadlineAt: toIso(deadlineAt),
    wentBadAt: toIso(wentBadAt),
    engagementRate: rate,
  };
}
