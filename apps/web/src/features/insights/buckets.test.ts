import { describe, expect, test } from 'vitest';
import { stacked, THE_REST } from './buckets';

const HOUR_MS = 3_600_000;
const SPAN = { since: Date.UTC(2026, 0, 1, 1, 30), until: Date.UTC(2026, 0, 1, 3), bucketMs: HOUR_MS };
const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour)).toISOString();

describe('stacked', () => {
  test('adds up the kills of a stretch by group, the earliest first', () => {
    const buckets = [
      { at: at(2), reason: 'evidence', personaId: 'ada', kills: 1 },
      { at: at(1), reason: 'below_threshold', personaId: 'ada', kills: 2 },
      { at: at(1), reason: 'below_threshold', personaId: 'bob', kills: 3 },
    ];
    expect(stacked(buckets, 'reason', SPAN)).toEqual({
      groups: ['below_threshold', 'evidence'],
      rows: [
        { at: Date.parse(at(1)), below_threshold: 5 },
        { at: Date.parse(at(2)), evidence: 1 },
        { at: Date.parse(at(3)) },
      ],
    });
  });

  test('makes one of the small groups where there are many', () => {
    const buckets = Array.from({ length: 9 }, (_, index) => ({
      at: at(1),
      reason: 'evidence',
      personaId: `persona-${index}`,
      kills: 10 - index,
    }));
    const { groups, rows } = stacked(buckets, 'personaId', SPAN);
    expect(groups).toEqual(['persona-0', 'persona-1', 'persona-2', 'persona-3', 'persona-4', THE_REST]);
    expect(rows[0]?.[THE_REST]).toBe(5 + 4 + 3 + 2);
  });

  test('has nothing of nothing', () => {
    expect(stacked([], 'reason', { ...SPAN, until: SPAN.since })).toEqual({
      groups: [],
      rows: [{ at: Date.parse(at(1)) }],
    });
  });
});
