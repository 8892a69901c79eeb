import type { DotKind } from './dots';

const RADIUS = 4;
const SELF_RADIUS = 6;
/** Fingers and unsteady hands need more than what is seen. */
const REACH = 11;

interface Props {
  kind: DotKind;
  isSelf?: boolean;
  cx: number;
  cy: number;
}

/** A variant's mark: each kind has a shape of its own, and the color only underlines it. */
export function DotMark({ kind, isSelf = false, cx, cy }: Props) {
  const radius = isSelf ? SELF_RADIUS : RADIUS;
  return (
    <>
      <circle cx={cx} cy={cy} r={REACH} fill="transparent" />
      {isSelf && <circle cx={cx} cy={cy} r={REACH} fill="none" stroke="var(--cull-rate)" strokeWidth={2} />}
      <Shape kind={kind} cx={cx} cy={cy} radius={radius} />
    </>
  );
}

function Shape({ kind, cx, cy, radius }: { kind: DotKind; cx: number; cy: number; radius: number }) {
  switch (kind) {
    case 'killed':
      return (
        <path
          d={`M${cx - radius} ${cy - radius}L${cx + radius} ${cy + radius}M${cx - radius} ${cy + radius}L${cx + radius} ${cy - radius}`}
          stroke="var(--cull-kill)"
          strokeWidth={2.5}
          strokeLinecap="round"
        />
      );
    case 'warned':
      return (
        <path
          d={`M${cx} ${cy - radius - 1}L${cx + radius + 1} ${cy + radius}L${cx - radius - 1} ${cy + radius}Z`}
          fill="var(--cull-warn)"
        />
      );
    case 'live':
      return <circle cx={cx} cy={cy} r={radius} fill="var(--cull-muted)" />;
    case 'ended':
      return (
        <circle
          cx={cx}
          cy={cy}
          r={radius}
          fill="var(--mantine-color-body)"
          stroke="var(--cull-muted)"
          strokeWidth={1.5}
        />
      );
  }
}
