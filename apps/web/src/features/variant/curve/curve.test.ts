import type { PointFrame } from '@cull/api';
import { describe, expect, test } from 'vitest';
import { isRecorded, joined, splitAt, withTail } from './curve';
import { scaleOf, spanOf } from './scale';

const AT = Date.parse('2026-11-23T12:00:00Z');
const iso = (seconds: number) => new Date(AT + seconds * 1_000).toISOString();
const recorded = (
  seconds: number,
  views: number,
  interactions: number,
  upperBound: number | null = null,
) => ({
  at: iso(seconds),
  views,
  interactions,
  engagementRate: views === 0 ? null : interactions / views,
  interactionsDue: 0.06 * views,
  upperBound,
});
const live = (
  seconds: number,
  views: number | null,
  interactions: number | null,
  interactionsDue: number | null = null,
): PointFrame => ({
  monitoringId: 'm',
  status: 'monitoring',
  at: iso(seconds),
  views,
  interactions,
  engagementRate: views === null || interactions === null ? null : interactions / views,
  risk: 0,
  warned: false,
  dataQuality: 'ok',
  deadlineAt: iso(600),
  interactionsDue,
  wentBadAt: null,
});

test.each([
  ['monitoring', 601, true],
  ['killed', 599, true],
  ['killed', 600, false],
  ['timed_out', 1, false],
  ['stopped', 1, false],
] as const)('whether a session that is %s is recorded after %i seconds of its 600', (status, seconds, is) => {
  expect(isRecorded({ status, deadlineAt: iso(600) }, AT + seconds * 1_000)).toBe(is);
});

describe('joined', () => {
  test('puts live points behind the recorded ones, each once', () => {
    const points = joined([recorded(1, 10, 1), recorded(2, 20, 2)], [live(2, 20, 2), live(3, 40, 3)]);
    expect(points.map(({ at, views }) => [(at - AT) / 1_000, views])).toEqual([
      [1, 10],
      [2, 20],
      [3, 40],
    ]);
  });

  test('leaves out what changed nothing, as the record does', () => {
    expect(joined([recorded(1, 10, 1)], [live(2, 10, 1), live(3, 10, 1)])).toHaveLength(1);
  });

  test('has the highest plausible rate, where there is one', () => {
    const points = joined([recorded(1, 10, 1), recorded(2, 20, 2, 0.4)], [live(3, 40, 4)]);
    expect(points.map(({ bound }) => bound)).toEqual([null, 0.4, null]);
  });

  test('knows what was due at a live point, so that the way over the boundary chart goes on', () => {
    const points = joined([recorded(1, 100, 1)], [live(2, 200, 2, 11), live(3, 300, 2)]);
    expect(points.map(({ due }) => due)).toEqual([6, 11, null]);
  });

  test('waits for the first counters', () => {
    expect(joined([], [live(1, null, null), live(2, 5, 0)])).toEqual([
      { at: AT + 2_000, views: 5, interactions: 0, rate: 0, due: null, bound: null },
    ]);
  });
});

describe('withTail', () => {
  const points = joined([recorded(1, 10, 1)], []);

  test('goes on to the newest sample that changed nothing', () => {
    const line = withTail(points, { lastSampleAt: iso(9), views: 10, interactions: 1 });
    expect(line.map(({ at }) => at)).toEqual([AT + 1_000, AT + 9_000]);
  });

  test.each([
    { lastSampleAt: null, views: null, interactions: null },
    { lastSampleAt: iso(1), views: 10, interactions: 1 },
    { lastSampleAt: iso(9), views: 20, interactions: 1 },
  ])('adds nothing for %j', (session) => expect(withTail(points, session)).toEqual(points));
});

describe('splitAt', () => {
  const points = joined([recorded(1, 10, 1), recorded(2, 20, 2), recorded(3, 40, 2)], []);
  const sides = (killedAt: number | null) =>
    splitAt(points, killedAt).map(({ live, later }) => [live, later]);

  test('is one line without a kill', () => {
    expect(sides(null)).toEqual([
      [0.1, null],
      [0.1, null],
      [0.05, null],
    ]);
  });

  test('is two lines that meet in the last reading before the kill', () => {
    expect(sides(AT + 2_500)).toEqual([
      [0.1, null],
      [0.1, 0.1],
      [null, 0.05],
    ]);
  });

  test('is one line of what came later, where nothing came before', () => {
    expect(sides(AT)).toEqual([
      [null, 0.1],
      [null, 0.1],
      [null, 0.05],
    ]);
  });
});

describe('scaleOf', () => {
  const at = (views: number, interactions: number) => ({
    at: AT,
    views,
    interactions,
    rate: interactions / views,
    due: null,
    bound: null,
  });

  test('has room for the expected rate before there is a point', () => {
    expect(scaleOf([], 0.06)).toEqual({ top: expect.closeTo(0.08), ticks: expect.any(Array) });
  });

  test('does not listen to a first lucky reading', () => {
    expect(scaleOf([at(2, 1), at(100, 5)], 0.06).top).toBeLessThan(0.1);
  });

  test('has room for a winner', () => {
    expect(scaleOf([at(100, 20)], 0.06).top).toBeGreaterThanOrEqual(0.2);
  });

  test.each([0.0001, 0.003, 0.06, 0.5, 1])('ticks end at the top for %d', (expected) => {
    const { top, ticks } = scaleOf([], expected);
    expect(ticks.at(-1)).toBeCloseTo(top, 10);
    expect(top).toBeGreaterThan(expected);
    expect(ticks.length).toBeLessThanOrEqual(7);
  });
});

test('the span reaches the last marker, though no reading follows it', () => {
  expect(spanOf(AT, [], [AT + 9_000])).toEqual([AT, AT + 9_000]);
});
