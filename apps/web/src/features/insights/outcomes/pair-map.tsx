import { formatCount, formatCountOf } from '@cull/core';
import { Text } from '@mantine/core';
import type { CSSProperties } from 'react';
import classes from './charts.module.css';
import type { Outcomes } from './outcomes';
import { type Pair, pairTable } from './pair-table';
import { percentOf } from './percent-of';

/** Which persona fails in which campaign: a cell is the redder the more of its variants were killed. */
export function PairMap({ pairs }: { pairs: Outcomes['pairs'] }) {
  const { campaigns, rows, hidden } = pairTable(pairs);
  if (rows.length === 0) return <Text size="sm">No variant ran its full window in this time.</Text>;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className={classes.scroller} tabIndex={0} aria-label="Killed share by persona and campaign">
        <table className={classes.map}>
          <thead>
            <tr>
              <th scope="col">Persona</th>
              {campaigns.map((campaign) => (
                <th scope="col" key={campaign ?? ''} title={campaign ?? undefined}>
                  <bdi>{campaign ?? 'No campaign'}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ personaId, cells }) => (
              <tr key={personaId}>
                <th scope="row" title={personaId}>
                  <bdi>{personaId}</bdi>
                </th>
                {cells.map((pair, index) => (
                  <Cell key={campaigns[index] ?? ''} pair={pair} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Text size="xs" c="var(--cull-muted)" mt="xs">
        Share of variants killed, of those whose window has passed; below it, realized ER as part of expected.
        {hidden > 0 && ` ${formatCountOf(hidden, 'pair')} with fewer variants not shown.`}
      </Text>
    </>
  );
}

function Cell({ pair }: { pair: Pair | null }) {
  if (pair === null) return <td aria-label="No variants">–</td>;
  const { variants, killed, ratio } = pair;
  return (
    <td
      style={killedShare(killed / variants)}
      title={`${formatCountOf(variants, 'variant')}, ${formatCount(killed)} killed`}
    >
      <span className={classes.share}>{percentOf(killed, variants)}</span>
      <span className={classes.ratio}>{ratio === null ? 'no ER' : `${Math.round(ratio * 100)}%`}</span>
    </td>
  );
}

/** How red a cell is, for the style sheet: words stay readable on three fifths of the color. */
function killedShare(share: number): CSSProperties {
  return Object.fromEntries([['--killed', `${share * 60}%`]]);
}
