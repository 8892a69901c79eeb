import type { DashboardFrame, EventFrame, OverviewFrame, PointFrame } from '@cull/api';
import { TOLD_EVENT_TYPES } from '@cull/core';
import { create } from 'zustand';
import { isAlerting } from '../../alerts/news';
import { isAboutKill } from './kill-events';

/** Points kept for a variant's sparkline. */
const KEPT_POINTS = 60;
const KEPT_TOLD = 200;
/** What comes in one piece, such as the ends of a campaign's variants, is drawn once; short, since people wait for it. */
const TOGETHER_MS = 4;
/** More than fit on any display. */
const KEPT_ALERTING = 50;
/** A page that is open all day sees many variants: those without a new point for this long are let go. */
const KEPT_SERIES_MS = 120_000;

export type Connection = 'connecting' | 'live' | 'broken';

export interface LiveState {
  readonly connection: Connection;
  /** When the last frame came, by this browser's clock; null before the first. */
  readonly lastFrameAt: number | null;
  /** How far this browser's clock is ahead of the server's, in milliseconds. */
  readonly clockAheadMs: number;
  readonly overview: OverviewFrame | null;
  /** Of all events, whether they are told or not: the stream goes on behind it. */
  readonly newestEvent: EventFrame | null;
  /** What the feed shows, newest first. */
  readonly told: readonly EventFrame[];
  /** What people are alerted to, newest first, however much else has happened since. */
  readonly alerting: readonly EventFrame[];
  /** By monitoringId, oldest first. */
  readonly series: Readonly<Record<string, readonly PointFrame[]>>;
  /** What the stream is asked for, by who asks. */
  readonly watches: Readonly<Record<string, readonly string[]>>;
}

const NOTHING_YET: LiveState = {
  connection: 'connecting',
  lastFrameAt: null,
  clockAheadMs: 0,
  overview: null,
  newestEvent: null,
  told: [],
  alerting: [],
  series: {},
  watches: {},
};

/** What the tab's one stream has brought. */
export const useLive = create<LiveState>()(() => NOTHING_YET);

export function setConnection(connection: Connection): void {
  takePending();
  useLive.setState({ connection });
}

let pending: DashboardFrame[] = [];
let taking: ReturnType<typeof setTimeout> | undefined;

/** Takes a frame in, with those that come at the same time. */
export function takeFrame(frame: DashboardFrame): void {
  pending.push(frame);
  taking ??= setTimeout(takePending, TOGETHER_MS);
}

function takePending(): void {
  clearTimeout(taking);
  taking = undefined;
  const frames = pending;
  if (frames.length === 0) return;
  pending = [];
  const now = Date.now();
  useLive.setState((state) => frames.reduce((known, frame) => withFrame(known, frame, now), state));
}

/** Names the sessions that a part of the page shows; an empty list takes that part out. */
export function watch(part: string, monitoringIds: readonly string[]): void {
  useLive.setState(({ watches }) => ({ watches: { ...watches, [part]: monitoringIds } }));
}

/**
 * What is known once a frame has come.
 * @param now Epoch milliseconds by this browser's clock.
 */
export function withFrame(state: LiveState, frame: DashboardFrame, now: number): LiveState {
  const heard: LiveState = { ...state, connection: 'live', lastFrameAt: now };
  switch (frame.type) {
    case 'overview': {
      const at = Date.parse(frame.overview.at);
      return {
        ...heard,
        overview: frame.overview,
        clockAheadMs: now - at,
        series: withoutOld(state.series, at),
      };
    }
    case 'event':
      return withEvent(heard, frame.event);
    case 'variants': {
      const changed = frame.points.map((point) => [
        point.monitoringId,
        append(state.series[point.monitoringId], point),
      ]);
      return { ...heard, series: { ...state.series, ...Object.fromEntries(changed) } };
    }
  }
}

function withEvent(state: LiveState, event: EventFrame): LiveState {
  const { newestEvent, told, alerting } = state;
  // A stream that was resumed may bring what is known already.
  if (newestEvent !== null && placeOf(event) <= placeOf(newestEvent)) return state;
  return {
    ...state,
    newestEvent: event,
    told: TOLD.has(event.type) ? mostWorthKeeping([event, ...told]) : told,
    alerting: isAlerting(event) ? [event, ...alerting].slice(0, KEPT_ALERTING) : alerting,
  };
}

/** The newest, but no kill goes as long as there is something else that can. */
function mostWorthKeeping(told: readonly EventFrame[]): readonly EventFrame[] {
  if (told.length <= KEPT_TOLD) return told;
  const leastNeeded = told.findLastIndex((event) => !isAlerting(event) && !isAboutKill(event));
  return told.toSpliced(leastNeeded, 1);
}

const TOLD: ReadonlySet<string> = new Set(TOLD_EVENT_TYPES);
const LONGEST_NUMBER = 18;

/** Where an event stands in the log, as a text that sorts like it: its id is two numbers. */
function placeOf({ id }: EventFrame): string {
  return id
    .split('-')
    .map((number) => number.padStart(LONGEST_NUMBER, '0'))
    .join('-');
}

function append(points: readonly PointFrame[] = [], point: PointFrame): readonly PointFrame[] {
  const kept = points.at(-1)?.at === point.at ? points.slice(0, -1) : points;
  return [...kept, point].slice(-KEPT_POINTS);
}

/** The same object where nothing is old, so that nothing is drawn again without a change. */
function withoutOld(series: LiveState['series'], now: number): LiveState['series'] {
  const entries = Object.entries(series);
  const kept = entries.filter(([, points]) => {
    const at = points.at(-1)?.at ?? null;
    return at === null || now - Date.parse(at) < KEPT_SERIES_MS;
  });
  return kept.length === entries.length ? series : Object.fromEntries(kept);
}
