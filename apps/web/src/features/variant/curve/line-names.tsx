import { formatRate } from '@cull/core';
import type { RateAt } from './bound';
import type { ChartFrame } from './chart-frame';
import { ChartWord } from './chart-word';
import { type GuidesProps, THRESHOLDS } from './guides';
import { spreadLabels } from './spread-labels';

/** Between the names of two lines, and to their middle. */
const GAP = 14;
const MIDDLE = 4;
/** A line that ends here ends at the edge. */
const NEAR_EDGE = 60;

/** The name of every line at its end. */
export function LineNames({ frame, points, expected, steps, siblings }: GuidesProps) {
  const { top, bottom, right, hasEdge, x, y } = frame;
  const last = steps.at(-1);
  const newest = points.at(-1);
  const bound = points.findLast((point) => point.bound !== null)?.bound ?? null;
  const siblingsEnd = hasEdge ? endOf(siblings, frame) : null;
  const siblingsAtEdge = siblingsEnd !== null && x(siblingsEnd.at) > right - NEAR_EDGE;
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
    ...(siblingsAtEdge ? [{ text: 'siblings', rate: siblingsEnd.rate, ink: 'muted' }] : []),
    ...(newest === undefined || !hasEdge
      ? []
      : [{ text: `ER ${formatRate(newest.rate)}`, rate: newest.rate, ink: 'accent' }]),
  ];
  const places = spreadLabels(
    names.map(({ rate }) => y(rate)),
    GAP,
    { top: top + MIDDLE, bottom: bottom - MIDDLE },
  );
  return (
    <g>
      {siblingsEnd !== null && !siblingsAtEdge && (
        <ChartWord x={x(siblingsEnd.at) + 4} y={y(siblingsEnd.rate) + MIDDLE} ink="muted">
          siblings
        </ChartWord>
      )}
      {names.map(({ text, ink }, index) => (
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
      ))}
    </g>
  );
}

/** The last place that can be seen of the sibling that goes on for longest; null where none can. */
function endOf(siblings: GuidesProps['siblings'], { top, right, x, y }: ChartFrame): RateAt | null {
  const ends = siblings.flatMap(
    (line) => line.findLast(({ at, rate }) => x(at) <= right && y(rate) >= top) ?? [],
  );
  return ends.toSorted((one, other) => other.at - one.at)[0] ?? null;
}
