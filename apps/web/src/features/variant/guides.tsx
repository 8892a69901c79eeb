import { formatDuration, formatRate } from '@cull/core';
import { boundLines, type RateAt, type ThresholdStep } from './bound';
import type { ChartFrame } from './chart-frame';
import { ChartWord } from './chart-word';
import type { CurvePoint } from './curve';
import { spreadLabels } from './spread-labels';

/** The lines that thresholds are drawn with: the dashes tell them apart without their colors. */
const THRESHOLDS = [
  { name: 'warn', ink: 'warn', dashes: '5 4' },
  { name: 'kill', ink: 'kill', dashes: '2 3' },
] as const;
/** Between the names of two lines, and to their middle. */
const GAP = 14;
const MIDDLE = 4;

interface Props {
  frame: ChartFrame;
  points: readonly CurvePoint[];
  expected: number;
  steps: readonly ThresholdStep[];
  siblings: readonly (readonly RateAt[])[];
}

/** What the curve is seen against, each line with its name: siblings, thresholds as they were, the evidence. */
export function Guides({ frame, points, expected, steps, siblings }: Props) {
  const { left, right, y } = frame;
  return (
    <g>
      {siblings.map((line, index) => (
        <path
          // biome-ignore lint/suspicious/noArrayIndexKey: siblings come in one order.
          key={index}
          d={pathOf(line, frame)}
          fill="none"
          stroke="var(--cull-faint)"
          strokeOpacity={0.6}
        />
      ))}
      <line
        x1={left}
        x2={right}
        y1={y(expected)}
        y2={y(expected)}
        stroke="var(--cull-good)"
        strokeWidth={1.5}
        strokeDasharray="10 4"
      />
      {THRESHOLDS.map(({ name, ink, dashes }) => (
        <path
          key={name}
          d={stepPath(
            steps.map((step) => ({ at: step.at, rate: step[name] })),
            frame,
          )}
          fill="none"
          stroke={`var(--cull-${ink})`}
          strokeWidth={1.5}
          strokeDasharray={dashes}
          data-threshold={name}
        />
      ))}
      {boundLines(points).map((line) => (
        <path
          key={line[0]?.at}
          d={pathOf(line, frame)}
          fill="none"
          stroke="var(--cull-trouble)"
          strokeWidth={1.25}
        />
      ))}
    </g>
  );
}

/** The name of every line at its end. */
export function LineNames({ frame, points, expected, steps, siblings }: Props) {
  const { top, bottom, right, hasEdge, y } = frame;
  const last = steps.at(-1);
  const newest = points.at(-1);
  const bound = points.findLast((point) => point.bound !== null)?.bound ?? null;
  const beside = siblings
    .flatMap((line) => line.at(-1)?.rate ?? [])
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

interface CrossingProps {
  frame: ChartFrame;
  /** Null where the evidence never said so. */
  crossing: RateAt | null;
  /** When it was posted, epoch milliseconds. */
  begin: number;
}

/** Of words beside the ring, in pixels. */
const WORDS = 150;

/** Where the highest plausible rate came below what counts as healthy. */
export function Crossing({ frame, crossing, begin }: CrossingProps) {
  if (crossing === null) return null;
  const [x, y] = [frame.x(crossing.at), frame.y(crossing.rate)];
  const isLeft = x - frame.left > WORDS;
  return (
    <g>
      <circle cx={x} cy={y} r={4.5} fill="var(--cull-card)" stroke="var(--cull-trouble)" strokeWidth={2} />
      {frame.hasEdge && (
        <ChartWord x={x + (isLeft ? -10 : 10)} y={y + 17} ink="trouble" anchor={isLeft ? 'end' : 'start'}>
          not healthy from {formatDuration(crossing.at - begin)}
        </ChartWord>
      )}
    </g>
  );
}

function pathOf(line: readonly RateAt[], { x, y }: ChartFrame): string {
  return line
    .map(({ at, rate }, index) => `${index === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(rate).toFixed(1)}`)
    .join('');
}

/** Level from each change to the next; before the first it was as it then became known. */
function stepPath(steps: readonly RateAt[], { left, right, x, y }: ChartFrame): string {
  const [first, ...rest] = steps;
  if (first === undefined) return '';
  const turns = rest.map(({ at, rate }) => `H${x(at).toFixed(1)}V${y(rate).toFixed(1)}`);
  return `M${left} ${y(first.rate).toFixed(1)}${turns.join('')}H${right}`;
}
