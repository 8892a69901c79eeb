import { formatRate, formatRateInColumn } from '@cull/core';
import classes from './rate-bar.module.css';

interface Props {
  /** Interactions a view; null before there are any views. */
  rate: number | null;
  expected: number;
  killRatio: number;
}

/** The engagement rate as a number and against what was expected: the bar's end is the expected rate, the tick the kill threshold. */
export function RateBar({ rate, expected, killRatio }: Props) {
  const share = rate === null ? 0 : Math.min(1, rate / expected);
  return (
    <div className={classes.rate}>
      <span className={classes.number}>{rate === null ? '–' : formatRateInColumn(rate)}</span>
      <div className={classes.track} data-below={share < killRatio || undefined} aria-hidden="true">
        <div className={classes.fill} style={{ width: `${share * 100}%` }} />
        <div className={classes.tick} style={{ left: `${killRatio * 100}%` }} />
      </div>
      <span className={classes.expected}>of {formatRate(expected)}</span>
    </div>
  );
}
