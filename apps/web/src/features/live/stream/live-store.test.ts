import type { EventFrame, OverviewFrame, PointFrame } from '@cull/api';
import { expect, test, vi } from 'vitest';
import { setConnection, takeFrame, useLive, withFrame } from './live-store';

const EMPTY = useLive.getInitialState();
const AT = Date.parse('2026-11-23T12:00:00Z');
const iso = (offsetMs: number) => new Date(AT + offsetMs).toISOString();

const overview = (offsetMs: number): OverviewFrame => ({
  at: iso(offsetMs),
  monitoring: 1,
  warned: 0,
  killed: 0,
  timedOut: 0,
  stopped: 0,
  killLatencyP50Ms: null,
  killLatencyP95Ms: null,
  newestSampleAt: null,
  viewsAvoided: null,
  waitingForApproval: 0,
  halts: [],
});

const point = (offsetMs: number, values: Partial<PointFrame> = {}): PointFrame => ({
  monitoringId: 'm',
  status: 'monitoring',
  at: iso(offsetMs),
  views: 100,
  interactions: 5,
  engagementRate: 0.05,
  risk: 0,
  warned: false,
  dataQuality: 'ok',
  deadlineAt: iso(600_000),
  interactionsDue: 6,
  wentBadAt: null,
  ...values,
});

const event = (id: string, type = 'variant.killed'): EventFrame => ({
  id,
  at: iso(0),
  type,
  monitoringId: 'm',
  variantId: 'v',
  personaId: 'p',
  data: {},
});

const take = (frames: Parameters<typeof withFrame>[1][]) =>
  frames.reduce((state, frame) => withFrame(state, frame, AT), EMPTY);

test('an event that a resumed stream brings again is told once', () => {
  const ids = ['9-1', '9-2', '9-2', '9-1', '10-1'];
  const state = take(ids.map((id) => ({ type: 'event', event: event(id) })));
  expect(state.told.map(({ id }) => id)).toEqual(['10-1', '9-2', '9-1']);
});

test('what is not told drives out nothing that is, and the rest no kill', () => {
  const many = (transaction: number, type: string) =>
    Array.from({ length: 300 }, (_, id) => ({
      type: 'event' as const,
      event: event(`${transaction}-${id}`, type),
    }));
  const started = many(2, 'variant.monitoring_started');
  const state = take([{ type: 'event', event: event('1-1') }, ...started]);
  expect(state.told.map(({ id }) => id)).toEqual(['1-1']);
  expect(state.newestEvent?.id).toBe('2-299');
  const later = many(3, 'variant.warned').reduce((known, frame) => withFrame(known, frame, AT), state);
  expect(later.alerting.map(({ id }) => id)).toEqual(['1-1']);
  expect(later.told).toHaveLength(200);
  expect(later.told.at(-1)?.id).toBe('1-1');
});

test('a kill that was blocked stays as well as one that was done', () => {
  const blocked = { type: 'event' as const, event: event('1-1', 'variant.would_have_killed') };
  const ends = Array.from({ length: 300 }, (_, id) => ({
    type: 'event' as const,
    event: event(`2-${id}`, 'variant.timed_out'),
  }));
  expect(take([blocked, ...ends]).told.at(-1)?.id).toBe('1-1');
});

test('of kills alone the newest stay', () => {
  const kills = Array.from({ length: 201 }, (_, id) => ({ type: 'event' as const, event: event(`1-${id}`) }));
  const { told } = take(kills);
  expect([told.length, told[0]?.id, told.at(-1)?.id]).toEqual([200, '1-200', '1-1']);
});

test('what comes together is drawn once', () => {
  vi.useFakeTimers();
  const draw = vi.fn();
  const stop = useLive.subscribe(draw);
  for (let id = 0; id < 300; id += 1) takeFrame({ type: 'event', event: event(`20-${id}`) });
  expect(draw).not.toHaveBeenCalled();
  vi.advanceTimersByTime(16);
  expect(draw).toHaveBeenCalledTimes(1);
  expect(useLive.getState().newestEvent?.id).toBe('20-299');
  takeFrame({ type: 'event', event: event('21-1') });
  setConnection('broken');
  vi.advanceTimersByTime(16);
  expect(useLive.getState()).toMatchObject({ connection: 'broken', newestEvent: { id: '21-1' } });
  stop();
  vi.useRealTimers();
});

test('a point of the same moment takes the place of the one before', () => {
  const points = [point(0), point(1_000), point(1_000, { status: 'killed' })];
  const state = take(points.map((one) => ({ type: 'variants', at: iso(0), points: [one] })));
  expect(state.series['m']?.map(({ status }) => status)).toEqual(['monitoring', 'killed']);
});

test('variants without a new point for two minutes are let go, others stay', () => {
  const points = [point(0, { monitoringId: 'old' }), point(60_000, { monitoringId: 'new' })];
  const state = take([
    { type: 'variants', at: iso(60_000), points },
    { type: 'overview', overview: overview(121_000) },
  ]);
  expect(Object.keys(state.series)).toEqual(['new']);
});

test('the clock is compared with the server’s', () => {
  expect(take([{ type: 'overview', overview: overview(-5_000) }]).clockAheadMs).toBe(5_000);
});
