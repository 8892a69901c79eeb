import classes from './small-curve.module.css';
import { linePath, type RatePoint, WIDE } from './small-curve-path';

interface Props {
  points: readonly RatePoint[];
  expected: number;
  killThreshold: number;
  /** What it is the curve of, for those who hear the page. */
  label: string;
}

/** A whole session's engagement rate in a small space, against its expected rate and kill threshold. */
export function SmallCurve({ points, expected, killThreshold, label }: Props) {
  const { d, y } = linePath(points, expected);
  return (
    <svg
      viewBox={`0 0 ${WIDE.width} ${WIDE.height}`}
      className={classes.curve}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <line x1={0} x2={WIDE.width} y1={y(expected)} y2={y(expected)} className={classes.expected} />
      <line x1={0} x2={WIDE.width} y1={y(killThreshold)} y2={y(killThreshold)} className={classes.kill} />
      {d !== '' && <path d={d} className={classes.line} />}
    </svg>
  );
}
