import type { EventFrame, OverviewFrame, PointFrame } from '@cull/api';
import { expect, test } from 'vitest';
import { useLive, withFrame } from './live-store';

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
  viewsAvoided: 0,
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
  ...values,
});

const event = (id: string): EventFrame => ({
  id,
  at: iso(0),
  type: 'variant.killed',
  monitoringId: 'm',
  variantId: 'v',
  personaId: 'p',
  data: {},
});

const take = (frames: Parameters<typeof withFrame>[1][]) =>
  frames.reduce((state, frame) => withFrame(state, frame, AT), EMPTY);

test('an event that a resumed stream brings again is told once', () => {
  const frames = ['1', '2', '2', '1', '3'].map((id) => ({ type: 'event' as const, event: event(id) }));
  expect(take(frames).events.map(({ id }) => id)).toEqual(['3', '2', '1']);
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
