import type { DotKind } from './dots';

const RADIUS = 3.5;
const MARK = 4.5;

/** A variant's mark in the legend, as `draw.ts` draws it on the chart. */
export function DotMark({ kind, cx, cy }: { kind: DotKind; cx: number; cy: number }) {
  switch (kind) {
    case 'live':
      return <circle cx={cx} cy={cy} r={RADIUS} fill="var(--cull-muted)" />;
    case 'ended':
      return <circle cx={cx} cy={cy} r={RADIUS} fill="none" stroke="var(--cull-muted)" strokeWidth={1.5} />;
    case 'warned':
      return (
        <path
          d={`M${cx} ${cy - MARK}L${cx + MARK} ${cy + MARK}L${cx - MARK} ${cy + MARK}Z`}
          fill="var(--cull-warn)"
        />
      );
    case 'at_risk':
      return (
        <path
          d={`M${cx} ${cy - MARK - 1}L${cx + MARK + 1} ${cy}L${cx} ${cy + MARK + 1}L${cx - MARK - 1} ${cy}Z`}
          fill="var(--cull-kill)"
        />
      );
    case 'killed':
      return (
        <path
          d={`M${cx - MARK} ${cy - MARK}L${cx + MARK} ${cy + MARK}M${cx - MARK} ${cy + MARK}L${cx + MARK} ${cy - MARK}`}
          stroke="var(--cull-kill)"
          strokeWidth={2.25}
        />
      );
  }
}
