import classes from './key-figures.module.css';

const WIDTH = 72;
const HEIGHT = 26;
const MARGIN = 2;

/** The last hours of a figure, without a scale: its numbers are next to it. */
export function TrendLine({ values }: { values: readonly number[] }) {
  if (values.length < 2 || values.every((value) => value === values[0])) return null;
  const top = Math.max(...values);
  const points = values.map((value, index) => {
    const x = MARGIN + (index / (values.length - 1)) * (WIDTH - 2 * MARGIN);
    const y = HEIGHT - MARGIN - (value / top) * (HEIGHT - 2 * MARGIN);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return (
    <svg width={WIDTH} height={HEIGHT} className={classes.trend} aria-hidden="true">
      <path
        d={`M${points.join('L')}`}
        fill="none"
        stroke="var(--cull-accent)"
        strokeWidth={1.5}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
