import { formatCount } from '@cull/core';
import { Text, VisuallyHidden } from '@mantine/core';
import classes from './charts.module.css';
import type { Outcomes } from './outcomes';
import { percentOf } from './percent-of';

const LABELLED = [0, 0.5, 1, 1.5, 2];
/** Where the default policy kills. */
const HALF = 0.5;

/** How many variants reached how much of what was expected, killed ones and others on top of one another. */
export function RatioSpread({ ratios }: { ratios: Outcomes['ratios'] }) {
  const total = ratios.reduce((sum, { passed, killed }) => sum + passed + killed, 0);
  if (total === 0) return <Text size="sm">No variant ran its full window in this time.</Text>;
  const below = ratios
    .filter(({ from }) => from < HALF)
    .reduce((sum, bin) => sum + bin.passed + bin.killed, 0);
  const most = Math.max(...ratios.map(({ passed, killed }) => passed + killed));
  const step = 100 / ratios.length;
  const height = (count: number) => (count / most) * 100;
  return (
    <>
      <Text size="sm">
        {percentOf(below, total)} of {formatCount(total)} variants ended below half of the expected ER.
      </Text>
      <svg className={classes.columns} aria-hidden="true">
        {ratios.map(({ from, passed, killed }, index) => (
          <g key={from}>
            <title>{`${labelOf(from)}: ${formatCount(passed)} passed, ${formatCount(killed)} killed`}</title>
            <rect
              className={classes.passed}
              x={`${index * step}%`}
              width={`${step}%`}
              y={`${100 - height(passed)}%`}
              height={`${height(passed)}%`}
            />
            <rect
              className={classes.killed}
              x={`${index * step}%`}
              width={`${step}%`}
              y={`${100 - height(passed + killed)}%`}
              height={`${height(killed)}%`}
            />
          </g>
        ))}
        <line className={classes.halfLine} x1={place(HALF, step)} x2={place(HALF, step)} y1="0" y2="100%" />
      </svg>
      <div className={classes.scale} aria-hidden="true">
        {LABELLED.map((from) => (
          <span key={from} style={{ insetInlineStart: place(from, step) }}>
            {labelOf(from)}
          </span>
        ))}
      </div>
      <ul className={classes.legend}>
        <li data-of="passed">Passed</li>
        <li data-of="killed">Killed</li>
        <li data-of="half">Half of expected</li>
      </ul>
      <VisuallyHidden>
        <table aria-label="Variants by realized ER as part of expected">
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">Passed</th>
              <th scope="col">Killed</th>
            </tr>
          </thead>
          <tbody>
            {ratios.map(({ from, passed, killed }) => (
              <tr key={from}>
                <th scope="row">{labelOf(from)}</th>
                <td>{formatCount(passed)}</td>
                <td>{formatCount(killed)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </>
  );
}

/** Where a ratio is on the axis. */
function place(ratio: number, step: number): string {
  return `${ratio * 10 * step}%`;
}

function labelOf(from: number): string {
  return `${Math.round(from * 100)}%${from === 2 ? '+' : ''}`;
}
