import { formatDuration } from '@cull/core';
import type { RateAt } from './bound';
import type { ChartFrame } from './chart-frame';
import { ChartWord } from './chart-word';

interface Props {
  frame: ChartFrame;
  /** Null where the evidence never said so. */
  crossing: RateAt | null;
  /** When it was posted, epoch milliseconds. */
  begin: number;
}

/** Room for the words next to the ring, in pixels. */
const WORDS = 150;

/** Where the highest plausible rate came below what counts as healthy. */
export function Crossing({ frame, crossing, begin }: Props) {
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
