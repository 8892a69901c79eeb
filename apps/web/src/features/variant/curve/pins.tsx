import { type ChartFrame, ROW_HEIGHT } from './chart-frame';
import { ChartWord } from './chart-word';
import type { Pin, Stretch } from './marks';
import type { PlacedLabel } from './pin-layout';

interface PinsProps {
  frame: ChartFrame;
  pins: readonly Pin[];
  labels: readonly PlacedLabel[];
}

/** What happened, each as a line with its name above the curve. */
export function Pins({ frame, pins, labels }: PinsProps) {
  const { top, bottom, x } = frame;
  return pins.map(({ at, label, ink, isEnd }, index) => {
    const { row, side } = labels[index] ?? { row: null, side: 'right' };
    const nameAt = top - 6 - (row ?? 0) * ROW_HEIGHT;
    return (
      <g key={`${at} ${label}`}>
        {row === null && <title>{label}</title>}
        <line
          x1={x(at)}
          x2={x(at)}
          y1={row === null ? top : nameAt - 9}
          y2={bottom}
          stroke={`var(--cull-${ink})`}
          strokeWidth={isEnd ? 2 : 1}
          strokeDasharray={isEnd ? undefined : '3 3'}
        />
        {row !== null && (
          <ChartWord
            x={x(at) + (side === 'right' ? 4 : -4)}
            y={nameAt}
            ink={ink}
            anchor={side === 'right' ? 'start' : 'end'}
            isStrong
          >
            {label}
          </ChartWord>
        )}
      </g>
    );
  });
}

interface ShadesProps {
  frame: ChartFrame;
  stretches: readonly Stretch[];
  /** Epoch milliseconds; null where nothing came after a kill. */
  killedAt: number | null;
}

/** Behind everything: pauses and outages, and what came after the kill. */
export function Shades({ frame, stretches, killedAt }: ShadesProps) {
  const { top, bottom, right, x } = frame;
  const after = killedAt === null ? 0 : right - x(killedAt);
  return (
    <g>
      {stretches.map(({ from, to, ink }) => (
        <rect
          key={`${from} ${ink}`}
          x={x(from)}
          width={Math.max(1, x(to) - x(from))}
          y={top}
          height={bottom - top}
          fill={`var(--cull-${ink})`}
          fillOpacity={0.08}
        />
      ))}
      {killedAt !== null && (
        <rect
          x={x(killedAt)}
          width={Math.max(0, after)}
          y={top}
          height={bottom - top}
          fill="var(--cull-text)"
          fillOpacity={0.05}
          data-after-kill
        />
      )}
    </g>
  );
}

const WORDS_WIDTH = 90;

/** Of the foot of the chart: a curve that low would lie behind the words. */
const FOOT = 30;

interface AfterKillProps extends Omit<ShadesProps, 'stretches'> {
  /** At the end of the curve. */
  rate: number;
}

/** Names the shade after a kill, where there is room. */
export function AfterKill({ frame, killedAt, rate }: AfterKillProps) {
  const { top, bottom, right, x, y } = frame;
  if (killedAt === null || right - x(killedAt) < WORDS_WIDTH) return null;
  return (
    <ChartWord x={x(killedAt) + 8} y={y(rate) > bottom - FOOT ? top + 16 : bottom - 8} ink="muted">
      after the kill
    </ChartWord>
  );
}
