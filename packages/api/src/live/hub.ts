import { setMaxListeners } from 'node:events';
import type { Database } from '@cull/db';
import type { Notifier } from '@cull/queue';
import type { Logger } from 'pino';
import { AccessWatch } from './access-watch';
import { EventTail } from './event-tail';
import { OverviewBoard } from './overview-board';
import { PointBoard } from './point-board';
import { Repeat } from './repeat';
import { StreamLimit } from './stream-limit';

/** At most four frames a second, whatever the number of variants. */
const POINTS_EVERY_MS = 250;
const EVENTS_EVERY_MS = 20;
const OVERVIEW_EVERY_MS = 1_000;
const ACCESS_EVERY_MS = 100;
/** Wake-ups may be lost: so often everything is looked at anyway. */
const IDLE_MS = 1_000;
/** Keys and sessions also expire, which nobody reports. */
const ACCESS_IDLE_MS = 3_000;

/** What live viewers follow: each thing is read once, however many watch. */
export interface LiveHub {
  readonly events: EventTail;
  readonly points: PointBoard;
  readonly overview: OverviewBoard;
  readonly streams: StreamLimit;
  readonly access: AccessWatch;
  /** Aborted when the process closes: every open stream breaks off. */
  readonly closing: AbortSignal;
  /** Breaks every open stream off, and each that is opened from now on. */
  endStreams(): void;
  /** Ends streams, and reads no more. */
  close(): Promise<void>;
}

export async function openLiveHub(
  db: Database,
  notifier: Notifier,
  log: Logger,
  now: () => number,
): Promise<LiveHub> {
  const events = new EventTail(db);
  const points = new PointBoard(db);
  const overview = new OverviewBoard(db, now);
  const access = new AccessWatch(db, now);
  await events.refresh();
  const readEvents = new Repeat(() => events.refresh(), EVENTS_EVERY_MS, IDLE_MS, log);
  const readPoints = new Repeat(() => points.refresh(), POINTS_EVERY_MS, IDLE_MS, log);
  const readOverview = new Repeat(() => overview.refresh(), OVERVIEW_EVERY_MS, IDLE_MS, log);
  const readAccess = new Repeat(() => access.refresh(), ACCESS_EVERY_MS, ACCESS_IDLE_MS, log);
  const unsubscribe = await notifier.subscribe(({ kind }) => {
    if (kind === 'events') readEvents.ask();
    if (kind === 'shard_recorded') readPoints.ask();
    if (kind === 'access') readAccess.ask();
    readOverview.ask();
  });
  const closing = new AbortController();
  // One for each open stream, however many there are.
  setMaxListeners(0, closing.signal);
  return {
    events,
    points,
    overview,
    streams: new StreamLimit(),
    access,
    closing: closing.signal,
    endStreams: () => closing.abort(),
    close: async () => {
      closing.abort();
      await unsubscribe();
      await Promise.all([readEvents.close(), readPoints.close(), readOverview.close(), readAccess.close()]);
    },
  };
}
