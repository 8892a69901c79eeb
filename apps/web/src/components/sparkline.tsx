import type { PointFrame } from '@cull/api';

const WIDTH = 120;
const HEIGHT = 28;
const MARGIN = 2;

interface Props {
  points: readonly PointFrame[];
  expected: number;
  /** The kill line, as an engagement rate. */
  killLine: number;
}

/** The last minute of a variant's engagement rate, with its kill line. The numbers stand beside it. */
export function Sparkline({ points, expected, killLine }: Props) {
  const rates = points.map((point) => point.engagementRate).filter((rate) => rate !== null);
  const top = Math.max(expected, ...rates) * 1.1;
  const y = (rate: number) => HEIGHT - MARGIN - (rate / top) * (HEIGHT - 2 * MARGIN);
  const step = (WIDTH - 2 * MARGIN) / Math.max(1, rates.length - 1);
  const path = rates
    .map((rate, index) => `${index === 0 ? 'M' : 'L'}${MARGIN + index * step} ${y(rate).toFixed(1)}`)
    .join('');
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <line
        x1={0}
        x2={WIDTH}
        y1={y(killLine)}
        y2={y(killLine)}
        stroke="var(--cull-kill)"
        strokeDasharray="3 3"
        strokeWidth={1}
      />
      <path d={path} fill="none" stroke="var(--cull-rate)" strokeWidth={1.5} strokeLinejoin="round" />
    </svg>
  );
}
