import { expect, test } from 'vitest';
import { numbered } from './marker-labels';

const SPAN = [0, 100_000] as const;
const at = (second: number) => ({ at: new Date(second * 1_000).toISOString() });
const labels = (...seconds: number[]) => numbered(seconds.map(at), SPAN).map(({ label }) => label);

test('markers with room between them bear their own numbers', () => {
  expect(labels(0, 10, 50)).toEqual(['1', '2', '3']);
});

test('of those that stand too close, the first bears the numbers of all', () => {
  expect(labels(0, 1, 50, 51, 52, 90)).toEqual(['1–2', '', '3–5', '', '', '6']);
});

test('every line keeps its place', () => {
  expect(numbered([at(0), at(1)], SPAN).map((line) => line.at)).toEqual([0, 1_000]);
});
