import type { Reading } from './order/last-minute';

const WIDTH = 120;
const HEIGHT = 28;
const MARGIN = 2;
/** Across. */
const DOT = 4;
/** Of a variant that was just posted seconds are known: they are not drawn wider than a quarter of a minute would be. */
const SHOWN_AT_LEAST_MS = 15_000;
/** Room above the expected rate. */
const HEADROOM = 1.1;

interface Props {
  /** Oldest first. */
  readings: readonly Reading[];
  expected: number;
  /** The kill threshold, as an engagement rate. */
  killThreshold: number;
}

/** The last minute of a variant's engagement rate, with its kill threshold. The numbers are next to it. */
export function Sparkline({ readings, expected, killThreshold }: Props) {
  const top = Math.max(expected, ...readings.map(({ rate }) => rate)) * HEADROOM;
  const y = (rate: number) => HEIGHT - MARGIN - (rate / top) * (HEIGHT - 2 * MARGIN);
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
      data-figure="sparkline"
    >
      <line
        x1={0}
        x2={WIDTH}
        y1={y(killThreshold)}
        y2={y(killThreshold)}
        stroke="var(--cull-kill)"
        strokeDasharray="3 3"
        strokeWidth={1}
      />
      <path
        d={toPath(readings, y)}
        fill="none"
        stroke="var(--cull-accent)"
        strokeWidth={readings.length === 1 ? DOT : 1.5}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}

/** The newest reading at the right edge, the oldest at the left. One alone is a line of no length: a dot. */
function toPath(readings: readonly Reading[], y: (rate: number) => number): string {
  const newest = readings.at(-1)?.at ?? 0;
  const span = Math.max(SHOWN_AT_LEAST_MS, newest - (readings[0]?.at ?? newest));
  const x = (at: number) => WIDTH - MARGIN - ((newest - at) / span) * (WIDTH - 2 * MARGIN);
  return readings
    .map(({ at, rate }, index) => `${index === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(rate).toFixed(1)}`)
    .join('')
    .concat(readings.length === 1 ? 'h0' : '');
}
