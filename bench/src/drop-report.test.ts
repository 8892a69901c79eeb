import { expect, it } from 'vitest';
import { DROP_COLUMNS, type DroppedVariant, dropCells, summarizeDrops } from './drop-report';

const killedAfter = (ms: number, reason = 'drop'): DroppedVariant => ({
  droppedAt: 100_000,
  decidedAt: 100_000 + ms - 10,
  completedAt: 100_000 + ms,
  reason,
});
const survivor: DroppedVariant = { droppedAt: 100_000, decidedAt: null, completedAt: null, reason: null };

it('gives percentiles over all that were live at their drop', () => {
  const { live, killed, afterDrop } = summarizeDrops(
    [killedAfter(1_000), killedAfter(3_000), killedAfter(2_000), survivor],
    90_000,
  );
  expect({ live, killed }).toEqual({ live: 4, killed: 3 });
  expect(afterDrop).toMatchObject({ p50: 2_000, p90: Number.POSITIVE_INFINITY });
});

it('keeps kills before the drop out of the times', () => {
  const early = { droppedAt: 100_000, decidedAt: 99_999, completedAt: 100_050, reason: 'evidence' };
  const summary = summarizeDrops([early, killedAfter(5_000)], 90_000);
  expect(summary).toMatchObject({ killedBefore: 1, live: 1, killed: 1, afterDrop: { max: 5_000 } });
  expect([...summary.reasons]).toEqual([['drop', 1]]);
});

it('counts a kill only with all its steps done in time', () => {
  const unfinished = { ...killedAfter(1_000), completedAt: null };
  const summary = summarizeDrops([killedAfter(90_000), killedAfter(90_001), unfinished], 90_000);
  expect(summary).toMatchObject({ killedBefore: 0, live: 3, killed: 1 });
});

it('shows seconds and shares, and – where too few were killed', () => {
  const some = summarizeDrops([killedAfter(1_240), killedAfter(2_000, 'evidence'), survivor], 90_000);
  expect(dropCells(some)).toEqual(['0', '3', '66.7%', '2.0', '–', '–', '–', 'drop 1, evidence 1']);
  expect(dropCells(summarizeDrops([], 90_000))).toEqual(['0', '0', '–', '–', '–', '–', '–', '–']);
  expect(dropCells(some)).toHaveLength(DROP_COLUMNS.length);
});
