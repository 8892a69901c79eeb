import { expect, test } from 'vitest';
import { type Pair, pairTable } from './pair-table';

const pair = (personaId: string, campaignId: string | null, variants: number): Pair => ({
  personaId,
  campaignId,
  variants,
  killed: 0,
  ratio: null,
});

test('those with most variants come first, and what never met has an empty cell', () => {
  const table = pairTable([pair('ann', 'fall', 2), pair('bob', null, 9), pair('ann', null, 1)]);
  expect(table.campaigns).toEqual([null, 'fall']);
  expect(table.rows.map(({ personaId }) => personaId)).toEqual(['bob', 'ann']);
  expect(table.rows.map(({ cells }) => cells.map((cell) => cell?.variants ?? null))).toEqual([
    [9, null],
    [1, 2],
  ]);
  expect(table.hidden).toBe(0);
});

test('a table holds 12 by 8, and says how many it leaves out', () => {
  const many = Array.from({ length: 15 }, (_, persona) =>
    Array.from({ length: 10 }, (_, campaign) => pair(`p${persona}`, `c${campaign}`, 1)),
  ).flat();
  const { rows, campaigns, hidden } = pairTable(many);
  expect([rows.length, campaigns.length, hidden]).toEqual([12, 8, 150 - 96]);
});

test('without variants there is nothing to lay out', () => {
  expect(pairTable([])).toEqual({ campaigns: [], rows: [], hidden: 0 });
});
