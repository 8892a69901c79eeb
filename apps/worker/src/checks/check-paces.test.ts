import { describe, expect, it } from 'vitest';
import { CheckPaces, type WaitsFor } from './check-paces';
import type { PlannedCheck } from './check-queue';

const START = Date.UTC(2026, 10, 28);

/** Paces of a few variants; times are in milliseconds from the start. */
function somePaces() {
  const paces = new CheckPaces();
  const check = (at: number): PlannedCheck => ({
    ...{ id: 'a', postId: 'a', at: START + at, urgency: 'routine', onReading: () => {} },
  });
  return {
    paces,
    plan: (wantedAt: number, now: number, at = wantedAt) =>
      paces.planned(check(wantedAt), START + at, START + now),
    answer: (startedAt: number, now: number, waitedFor: WaitsFor = 'engine') =>
      paces.answered(check(0), START + startedAt, START + now, waitedFor),
    pace: (now: number, waitsFor: WaitsFor = 'engine') => paces.summary(waitsFor, START + now).pace,
  };
}

describe('the pace of checks', () => {
  it('is as planned where checks begin in time', () => {
    const { plan, answer, pace, paces } = somePaces();
    plan(0, 0);
    for (let second = 0; second < 9; second += 1) {
      answer(second * 1_000, second * 1_000 + 10);
      plan((second + 1) * 1_000, second * 1_000 + 10);
    }
    const achieved = pace(9_000);
    expect(achieved?.wantedSeconds).toBeCloseTo(0.88, 1);
    expect(achieved?.achievedSeconds).toBeCloseTo(0.89, 1);
    expect(paces.summary('engine', START + 9_000).wantedPerSecond).toBeCloseTo(1, 0);
  });

  it.each(['lanes', 'rate_limit', 'engine'] as const)('says what checks waited for: %s', (waitedFor) => {
    const { plan, answer, pace } = somePaces();
    plan(0, 0);
    answer(0, 0);
    plan(1_000, 0);
    expect(answer(4_000, 4_100, waitedFor)).toMatchObject({ achievedMs: 4_100, wantedMs: 1_000 });
    expect(pace(4_100)?.cause).toBe(waitedFor);
  });

  it('tells slow answers from late checks', () => {
    const { plan, answer, pace } = somePaces();
    plan(0, 0);
    answer(0, 3_000);
    plan(4_000, 3_000);
    answer(4_000, 7_000);
    expect(pace(7_000)).toMatchObject({ cause: 'latency', achievedSeconds: 3.5, wantedSeconds: 0.5 });
  });

  it('tells what the budget puts off from what comes late beyond that', () => {
    const { plan, answer, pace, paces } = somePaces();
    plan(0, 0);
    answer(0, 0);
    plan(1_000, 0, 6_000);
    expect(answer(6_500, 6_600, 'lanes')).toMatchObject({ achievedMs: 6_600, wantedMs: 1_000 });
    expect(pace(6_600)?.cause).toBe('calls_budget');
    // The first check took no time: of two, one comes 6.6 times as late as wanted.
    expect(paces.summary('engine', START + 6_600).wantedPerSecond).toBeCloseTo(2, 0);
  });

  it('counts checks that still wait, and how late they were before they were planned again', () => {
    const { plan, answer, pace } = somePaces();
    plan(0, 0);
    answer(0, 0);
    plan(1_000, 0);
    plan(60_000, 60_000);
    expect(pace(80_000, 'rate_limit')).toEqual({
      achievedSeconds: 80,
      wantedSeconds: 1,
      cause: 'rate_limit',
    });
  });

  it('begins again after a pause, and forgets variants that ended', () => {
    const { plan, answer, pace, paces } = somePaces();
    plan(0, 0);
    answer(0, 0);
    plan(1_000, 0);
    paces.restart(START + 60_000);
    expect(answer(60_010, 60_020)).toMatchObject({ achievedMs: 20, wantedMs: 0 });
    plan(61_000, 60_020);
    paces.cancelled('a');
    expect(pace(90_000)).toBeNull();
    expect(answer(90_000, 90_000)).toBeNull();
  });
});
