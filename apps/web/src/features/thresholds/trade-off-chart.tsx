import type { AppRouter } from '@cull/api';
import { formatCount, formatCountOf } from '@cull/core';
import { Slider, Text, VisuallyHidden } from '@mantine/core';
import type { inferRouterOutputs } from '@trpc/server';
import classes from './trade-off.module.css';
import { nearestPoint, percent } from './trade-off-words';

type Sweep = inferRouterOutputs<AppRouter>['thresholds']['sweep'];

interface Props {
  sweep: Sweep;
  killRatio: number | null;
  onChoose: (killRatio: number) => void;
}

const WIDTH = 640;
const HEIGHT = 150;
/** Next to the first and last bar, as the slider has it. */
const MARGIN = 24;
const BAR = 36;
const LABEL = 16;

/** A bar for each kill ratio, its false kills at the foot, and the views saved as a line across. */
export function TradeOffChart({ sweep: { points, sessions, truncated }, killRatio, onChoose }: Props) {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || sessions === 0)
    return <Text size="sm">No variant of this scope ended in the last 7 days.</Text>;
  const x = (ratio: number) =>
    MARGIN + ((ratio - first.killRatio) / (last.killRatio - first.killRatio)) * (WIDTH - 2 * MARGIN);
  const mostKills = Math.max(1, ...points.map(({ kills }) => kills));
  const mostViews = Math.max(1, ...points.map(({ viewsAfterKill }) => viewsAfterKill));
  const height = (share: number) => share * (HEIGHT - LABEL);
  const chosen = killRatio === null ? null : nearestPoint(points, killRatio);
  const line = points
    .map(({ killRatio: at, viewsAfterKill }) => `${x(at)},${HEIGHT - height(viewsAfterKill / mostViews)}`)
    .join(' ');
  return (
    <div className={classes.chart}>
      <Text size="sm" aria-live="polite">
        {chosen === null
          ? 'Enter a kill ratio to see what it does.'
          : `At ${percent(chosen.killRatio)} of expected: ${formatCountOf(chosen.kills, 'kill')} of ` +
            `${formatCountOf(sessions, 'variant')}, ${formatCount(chosen.falseKills)} of them false, and ` +
            `${formatCountOf(chosen.viewsAfterKill, 'view')} saved.`}
      </Text>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={classes.drawing} aria-hidden="true">
        {points.map(({ killRatio: at, kills, falseKills }) => (
          <g key={at} data-chosen={at === chosen?.killRatio || undefined}>
            <rect
              className={classes.kills}
              x={x(at) - BAR / 2}
              width={BAR}
              y={HEIGHT - height(kills / mostKills)}
              height={height(kills / mostKills)}
            />
            <rect
              className={classes.falseKills}
              x={x(at) - BAR / 2}
              width={BAR}
              y={HEIGHT - height(falseKills / mostKills)}
              height={height(falseKills / mostKills)}
            />
            <text x={x(at)} y={HEIGHT - height(kills / mostKills) - 4} textAnchor="middle">
              {formatCount(kills)}
            </text>
          </g>
        ))}
        <polyline className={classes.views} points={line} />
        {killRatio !== null && (
          <line className={classes.choice} x1={x(killRatio)} x2={x(killRatio)} y1={0} y2={HEIGHT} />
        )}
      </svg>
      <div className={classes.slider}>
        <Slider
          thumbLabel="Kill ratio, part of expected"
          size="xs"
          min={first.killRatio}
          max={last.killRatio}
          step={0.01}
          value={killRatio ?? first.killRatio}
          onChange={onChoose}
          label={percent}
          marks={points.map(({ killRatio: value }) => ({ value, label: percent(value) }))}
        />
      </div>
      <ul className={classes.legend}>
        <li data-of="kills">Kills</li>
        <li data-of="false">False kills</li>
        <li data-of="views">Views saved</li>
      </ul>
      {truncated && (
        <Text size="xs" c="var(--cull-muted)">
          Replayed with the newest {formatCount(sessions)} variants.
        </Text>
      )}
      <VisuallyHidden>
        <table aria-label="Kills against false kills">
          <thead>
            <tr>
              <th scope="col">Kill ratio</th>
              <th scope="col">Kills</th>
              <th scope="col">False kills</th>
              <th scope="col">Views saved</th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.killRatio}>
                <th scope="row">{percent(point.killRatio)}</th>
                <td>{formatCount(point.kills)}</td>
                <td>{formatCount(point.falseKills)}</td>
                <td>{formatCount(point.viewsAfterKill)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </div>
  );
}
