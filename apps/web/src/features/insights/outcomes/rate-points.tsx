import { formatCount, formatRate } from '@cull/core';
import { Text } from '@mantine/core';
import classes from './charts.module.css';
import type { Outcomes } from './outcomes';
import { percentOf } from './percent-of';
import { reachOf } from './reach-of';

const DOT = 2.5;
/** Left for the dots at the edge, in percent. */
const EDGE = 2;

/** A dot for each variant: on the diagonal its ER came true, below the dashed line it reached less than half. */
export function RatePoints({ points }: { points: Outcomes['points'] }) {
  if (points.length === 0) return <Text size="sm">No variant ran its full window in this time.</Text>;
  const reach = reachOf(points.flatMap((point) => [point.expectedEngagementRate, point.engagementRate]));
  const place = (rate: number) => (Math.min(rate, reach) / reach) * (100 - EDGE);
  const x = (rate: number) => `${place(rate)}%`;
  const y = (rate: number) => `${100 - place(rate)}%`;
  const above = points.filter((point) => point.engagementRate >= point.expectedEngagementRate).length;
  return (
    <>
      <Text size="sm">
        {percentOf(above, points.length)} of the newest {formatCount(points.length)} variants reached what was
        expected.
      </Text>
      <div className={classes.reach} aria-hidden="true">
        {formatRate(reach)} realized
      </div>
      <svg className={classes.square} aria-hidden="true">
        <line className={classes.diagonal} x1={x(0)} y1={y(0)} x2={x(reach)} y2={y(reach)} />
        <line className={classes.halfLine} x1={x(0)} y1={y(0)} x2={x(reach)} y2={y(reach / 2)} />
        {points.map(({ monitoringId, variantId, expectedEngagementRate, engagementRate, isKilled }) => (
          <circle
            key={monitoringId}
            className={isKilled ? classes.killedDot : classes.passedDot}
            cx={x(expectedEngagementRate)}
            cy={y(engagementRate)}
            r={DOT}
          >
            <title>{`${variantId}: expected ${formatRate(expectedEngagementRate)}, realized ${formatRate(engagementRate)}`}</title>
          </circle>
        ))}
      </svg>
      <div className={classes.ends} aria-hidden="true">
        <span>0%</span>
        <span>{formatRate(reach)} expected</span>
      </div>
      <ul className={classes.legend}>
        <li data-of="passedDot">Passed</li>
        <li data-of="killedDot">Killed</li>
        <li data-of="line">As expected</li>
        <li data-of="half">Half of expected</li>
      </ul>
    </>
  );
}
