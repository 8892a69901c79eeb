'use client';

import type { AppRouter } from '@cull/api';
import { formatCount, formatRate } from '@cull/core';
import { SegmentedControl, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { Loaded } from '../../components/loaded';
import { Panel } from '../../components/panel';
import tables from '../../components/table.module.css';
import { useAddress } from '../../components/use-address';
import { useTRPC } from '../../trpc/provider';
import { useOverrides } from '../thresholds/use-overrides';
import classes from './insights.module.css';
import type { Overrides } from './overrides';
import { Suggestion } from './suggestion';

type Calibrated = inferRouterOutputs<AppRouter>['insights']['calibration'];
type Figures = Calibrated['total'];

const HEIGHT = 180;
/** In the address. */
const BY_CAMPAIGN = 'campaign';
const INTERVAL = 'Realized over expected, 95% interval';

/** Whether what was expected of each persona or campaign came true, and what would fit better. */
export function Calibration({ since }: { since: string }) {
  const trpc = useTRPC();
  const [get, change] = useAddress();
  const type = get('rates') === BY_CAMPAIGN ? BY_CAMPAIGN : 'persona';
  const calibration = useQuery({
    ...trpc.insights.calibration.queryOptions({ since }),
    placeholderData: keepPreviousData,
  });
  const overrides = useOverrides();
  return (
    <Panel
      title="Expected against realized engagement rates"
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Rates of"
          data={[
            { value: 'persona', label: 'Personas' },
            { value: BY_CAMPAIGN, label: 'Campaigns' },
          ]}
          value={type}
          onChange={(value) => change({ rates: value === BY_CAMPAIGN ? value : '' })}
        />
      }
    >
      <Loaded what="the calibration" query={calibration} height={HEIGHT}>
        {(calibrated) => (
          <Loaded what="the active overrides" query={overrides} height={HEIGHT}>
            {({ items }) => (
              <>
                <Rates type={type} rows={rowsOf(calibrated, type)} overrides={items} />
                <Text size="xs" c="var(--cull-muted)" mt="xs">
                  Sessions whose window has passed in full{calibrated.truncated && ', the newest of more'}.
                  Killed variants count with a reading from the end of their window, and not at all without
                  one: where such are missing, the realized rate is censored and may be too high. Better than
                  an override is an orchestrator that sends an expected ER that comes true.
                </Text>
              </>
            )}
          </Loaded>
        )}
      </Loaded>
    </Panel>
  );
}

interface RatesProps {
  type: 'persona' | typeof BY_CAMPAIGN;
  rows: readonly (Figures & { readonly id: string })[];
  overrides: Overrides;
}

function Rates({ type, rows, overrides }: RatesProps) {
  if (rows.length === 0) {
    return (
      <Text size="sm">
        {type === BY_CAMPAIGN
          ? 'No variant of a campaign ran its full window in this period.'
          : 'No variant ran its full window in this period.'}
      </Text>
    );
  }
  return (
    <table className={tables.table} data-figures>
      <thead>
        <tr>
          <th scope="col">{type === BY_CAMPAIGN ? 'Campaign' : 'Persona'}</th>
          <th scope="col">Not killed</th>
          <th scope="col">Killed, followed</th>
          <th scope="col">Killed, not followed</th>
          <th scope="col">Expected</th>
          <th scope="col">Realized</th>
          <th scope="col">{INTERVAL}</th>
          <th scope="col">Suggestion</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, ...figures }) => {
          const { survivors, killedFollowed, killedUnfollowed, expectedRate, realisedRate, factor } = figures;
          const scope = { type, id };
          return (
            <tr key={`${type} ${id}`}>
              <th scope="row">{id}</th>
              <td data-label="Not killed">{formatCount(survivors)}</td>
              <td data-label="Killed, followed">{formatCount(killedFollowed)}</td>
              <td data-label="Killed, not followed">{formatCount(killedUnfollowed)}</td>
              <td data-label="Expected">{expectedRate === null ? '–' : formatRate(expectedRate)}</td>
              <td data-label="Realized">
                {realisedRate === null ? '–' : formatRate(realisedRate)}
                {figures.isCensored && (
                  <Text size="xs" c="var(--cull-warn)">
                    censored
                  </Text>
                )}
              </td>
              <td data-label={INTERVAL}>
                {factor === null
                  ? 'not enough data'
                  : `${factor.value.toFixed(2)} (${factor.low.toFixed(2)} to ${factor.high.toFixed(2)})`}
              </td>
              <td data-label="Suggestion" className={classes.suggested}>
                <Suggestion scope={scope} figures={figures} overrides={overrides} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function rowsOf({ personas, campaigns }: Calibrated, type: RatesProps['type']): RatesProps['rows'] {
  return type === BY_CAMPAIGN
    ? campaigns.map(({ campaignId, ...figures }) => ({ id: campaignId, ...figures }))
    : personas.map(({ personaId, ...figures }) => ({ id: personaId, ...figures }));
}
