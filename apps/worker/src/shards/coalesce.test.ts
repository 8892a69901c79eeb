import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coalesce } from './coalesce';

const sample = (monitoringId: string, observedAt: number, views = observedAt) => ({
  monitoringId,
  views,
  interactions: 0,
  observedAt,
});

describe('coalesce', () => {
  it('leaves a job alone that came alone: each of its readings counts', () => {
    const job = [sample('a', 1), sample('a', 2)];
    expect(coalesce([job])).toEqual(job);
    expect(coalesce([])).toEqual([]);
  });

  it('keeps the newest of each session, in whatever order jobs came', () => {
    expect(coalesce([[sample('a', 3), sample('b', 1)], [sample('a', 2)], [sample('b', 4)]])).toEqual([
      sample('a', 3),
      sample('b', 4),
    ]);
  });

  it('keeps, of two readings of one instant, the one that came last', () => {
    expect(coalesce([[sample('a', 1, 10)], [sample('a', 1, 11)]])).toEqual([sample('a', 1, 11)]);
  });

  it('never loses a session, nor its newest reading', () => {
    const samples = fc.array(fc.record({ id: fc.constantFrom('a', 'b', 'c'), at: fc.nat(50) }));
    fc.assert(
      fc.property(fc.array(samples, { minLength: 2 }), (jobs) => {
        const given = jobs.map((job) => job.map(({ id, at }) => sample(id, at)));
        const kept = coalesce(given);
        const newestOf = (id: string) =>
          Math.max(...given.flat().flatMap((one) => (one.monitoringId === id ? [one.observedAt] : [])));
        expect(new Set(kept.map((one) => one.monitoringId))).toEqual(
          new Set(given.flat().map((one) => one.monitoringId)),
        );
        for (const { monitoringId, observedAt } of kept) expect(observedAt).toBe(newestOf(monitoringId));
      }),
    );
  });
});
