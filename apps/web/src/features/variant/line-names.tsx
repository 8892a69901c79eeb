import { formatRate } from '@cull/core';
import { ChartWord } from './chart-word';
import { type GuidesProps, THRESHOLDS } from './guides';
import { spreadLabels } from './spread-labels';

/** Between the names of two lines, and to their middle. */
const GAP = 14;
const MIDDLE = 4;

/** The name of every line at its end. */
export function LineNames({ frame, points, expected, steps, siblings }: GuidesProps) {
  const { top, bottom, right, hasEdge, x, y } = frame;
  const last = steps.at(-1);
  const newest = points.at(-1);
  const bound = points.findLast((point) => point.bound !== null)?.bound ?? null;
  const beside = siblings
    .flatMap((line) => line.findLast(({ at }) => x(at) <= right)?.rate ?? [])
    .filter((rate) => y(rate) >= top)
    .toSorted((one, other) => one - other);
  const names = [
    { text: `expected ${formatRate(expected)}`, rate: expected, ink: 'good' },
    ...(last === undefined
      ? []
      : THRESHOLDS.map(({ name, ink }) => ({
          text: `${name} ${formatRate(last[name])}`,
          rate: last[name],
          ink,
        }))),
    ...(bound === null ? [] : [{ text: `plausible ≤ ${formatRate(bound)}`, rate: bound, ink: 'trouble' }]),
    ...(beside.length === 0
      ? []
      : [{ text: 'siblings', rate: beside[beside.length >> 1] ?? 0, ink: 'muted' }]),
    ...(newest === undefined || !hasEdge
      ? []
      : [{ text: `ER ${formatRate(newest.rate)}`, rate: newest.rate, ink: 'accent' }]),
  ];
  const places = spreadLabels(
    names.map(({ rate }) => y(rate)),
    GAP,
    { top: top + MIDDLE, bottom: bottom - MIDDLE },
  );
  return names.map(({ text, ink }, index) => (
    <ChartWord
      key={text}
      x={hasEdge ? right + 8 : right - 4}
      y={(places[index] ?? 0) + (hasEdge ? MIDDLE : -MIDDLE)}
      ink={ink}
      anchor={hasEdge ? 'start' : 'end'}
      isStrong={ink === 'accent'}
    >
      {text}
    </ChartWord>
  ));
}
