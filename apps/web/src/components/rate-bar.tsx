import { formatRate, formatRateInColumn } from '@cull/core';
import classes from './rate-bar.module.css';

/** The bar ends at this multiple of the expected rate. */
const END = 2;

interface Props {
  /** Interactions a view; null before there are any views. */
  rate: number | null;
  expected: number;
  policy: { readonly killRatio: number; readonly warnRatio: number };
}

/** The engagement rate from nothing to twice what was expected: a dot over the zones of kills and warnings, and in numbers. */
export function RateBar({ rate, expected, policy: { killRatio, warnRatio } }: Props) {
  const share = rate === null ? null : rate / expected;
  return (
    <div className={classes.rate}>
      <div className={classes.track} aria-hidden="true">
        <div className={classes.warn} style={{ width: percent(warnRatio) }} />
        <div className={classes.kill} style={{ width: percent(killRatio) }} />
        <div className={classes.tick} />
        {share !== null && (
          <div
            className={classes.dot}
            data-zone={share < killRatio ? 'kill' : share < warnRatio ? 'warn' : undefined}
            style={{ left: percent(share) }}
          />
        )}
      </div>
      <span className={classes.number}>{rate === null ? '–' : formatRateInColumn(rate)}</span>
      <span className={classes.expected}>of {formatRate(expected)}</span>
    </div>
  );
}

function percent(share: number): string {
  return `${(100 * Math.min(END, share)) / END}%`;
}
