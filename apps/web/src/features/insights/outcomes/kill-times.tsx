import { formatCount } from '@cull/core';
import { Text } from '@mantine/core';
import classes from './charts.module.css';
import type { Outcomes } from './outcomes';

/** How long after the posting kills came. */
export function KillTimes({ times }: { times: Outcomes['timesToKill'] }) {
  const most = Math.max(...times.map(({ kills }) => kills));
  if (most <= 0) return <Text size="sm">No killed variant has reached the end of its window yet.</Text>;
  return (
    <ol className={classes.rows}>
      {times.map(({ fromSeconds, toSeconds, kills }) => (
        <li key={fromSeconds}>
          <span className={classes.rowLabel}>{stretch(fromSeconds, toSeconds)}</span>
          <span className={classes.track} aria-hidden>
            <span
              className={classes.fill}
              data-ink="kill"
              style={{ inlineSize: `${(kills / most) * 100}%` }}
            />
          </span>
          <span className={classes.rowValue}>{formatCount(kills)}</span>
        </li>
      ))}
    </ol>
  );
}

const MINUTE = 60;

/** In the larger unit where both ends fit it: "15 to 30 s", "1 to 2 min". */
function stretch(from: number, to: number | null): string {
  if (to === null) return `${from / MINUTE} min or later`;
  return from % MINUTE === 0 && from > 0 ? `${from / MINUTE} to ${to / MINUTE} min` : `${from} to ${to} s`;
}
