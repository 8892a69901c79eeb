import type { PointFrame } from '@cull/api';
import { expect, test } from 'vitest';
import { newerOf } from './newer';

const AT = Date.parse('2026-11-23T12:00:00Z');
const iso = (seconds: number) => new Date(AT + seconds * 1_000).toISOString();
const point = (seconds: number, values: Partial<PointFrame> = {}): PointFrame => ({
  monitoringId: 'm',
  status: 'monitoring',
  at: iso(seconds),
  views: 100,
  interactions: 5,
  engagementRate: 0.05,
  risk: 0.2,
  warned: false,
  dataQuality: 'ok',
  deadlineAt: iso(600),
  interactionsDue: 6,
  wentBadAt: null,
  ...values,
});
type Listed = Parameters<typeof newerOf>[0];
/** As it was asked for at second 5. */
const asked: Listed = {
  status: 'monitoring',
  views: 80,
  interactions: 4,
  engagementRate: 0.05,
  warned: false,
  risk: 0.2,
  dataQuality: 'ok',
  deadlineAt: iso(600),
  lastSampleAt: iso(5),
  interactionsDue: 4.8,
  wentBadAt: null,
};

test('takes what the stream brought since', () => {
  expect(newerOf(asked, point(6)).views).toBe(100);
});

test('a drop shows as soon as the stream reports it, and goes when it ends', () => {
  const dropping = newerOf(asked, point(6, { wentBadAt: iso(5), interactionsDue: 40 }));
  expect(dropping).toMatchObject({ wentBadAt: iso(5), interactionsDue: 40 });
  expect(newerOf(dropping, point(7)).wentBadAt).toBeNull();
});

test('passes over a point from before: the stream had lost sight of the variant', () => {
  expect(newerOf(asked, point(4)).views).toBe(80);
  expect(newerOf(asked, undefined)).toBe(asked);
});

test('an ending is news whatever the sample it came with', () => {
  expect(newerOf(asked, point(4, { status: 'killed' })).status).toBe('killed');
});

test('what has ended stays ended', () => {
  const ended: Listed = { ...asked, status: 'stopped' };
  expect(newerOf(ended, point(6)).status).toBe('stopped');
});
