import { boundLines, type RateAt, type ThresholdStep } from './bound';
import type { ChartFrame } from './chart-frame';
import type { CurvePoint } from './curve';

/** The lines that thresholds are drawn with: the dashes tell them apart without their colors. */
export const THRESHOLDS = [
  { name: 'warn', ink: 'warn', dashes: '5 4' },
  { name: 'kill', ink: 'kill', dashes: '2 3' },
] as const;

export interface GuidesProps {
  frame: ChartFrame;
  points: readonly CurvePoint[];
  expected: number;
  steps: readonly ThresholdStep[];
  siblings: readonly (readonly RateAt[])[];
}

/** What the curve is seen against, line by line: siblings, thresholds as they were, the evidence. */
export function Guides({ frame, points, expected, steps, siblings }: GuidesProps) {
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
