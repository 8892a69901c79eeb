'use client';

import type { AppRouter } from '@cull/api';
import { formatCount } from '@cull/core';
import { Text } from '@mantine/core';
import type { inferRouterOutputs } from '@trpc/server';
import { Loaded } from '../../components/loaded';
import { useOverrides } from '../thresholds/use-overrides';
import { ApplyControl } from './apply-control';

/** Workers keep the views of this long. */
const MAX_LAG_SECONDS = 120;
const CONTROL_HEIGHT = 24;

type Known = NonNullable<inferRouterOutputs<AppRouter>['insights']['reactions']['estimate']>;

/** What is known of a persona's reactions, and a button that has its kills reckon with it. */
export function Estimate({ personaId, estimate }: { personaId: string; estimate: Known }) {
  const overrides = useOverrides();
  const { sessions, samples, interactions, lag, dispersion } = estimate;
  const lagSeconds = Math.min(MAX_LAG_SECONDS, Math.round(lag.suggestedSeconds));
  const spread = Math.max(1, Math.round(dispersion.value * 100) / 100);
  return (
    <>
      <Text size="sm">
        {lagWords(lag, lagSeconds)} {spreadWords(dispersion, spread)}
      </Text>
      <Text size="xs" c="var(--cull-muted)" mb="xs">
        Rests on {formatCount(sessions)} sessions, {formatCount(samples)} samples, {formatCount(interactions)}{' '}
        interactions.
      </Text>
      <Loaded what="the overrides in force" query={overrides} height={CONTROL_HEIGHT}>
        {({ items }) => (
          <ApplyControl
            scope={{ type: 'persona', id: personaId }}
            values={{
              belowThreshold: { reactionLagSeconds: lagSeconds },
              evidence: { reactionLagSeconds: lagSeconds, dispersion: spread },
            }}
            label={`Apply to ${personaId}`}
            does="Holds interactions against the views of that long before, and reckons with that dispersion."
            restsOn={`95 % of reactions have come after ${lagSeconds} s, dispersion is ${spread} (95 %: ${dispersion.low.toFixed(2)} to ${dispersion.high.toFixed(2)}), over ${formatCount(sessions)} sessions.`}
            agreed="This agrees with what holds: there is nothing to apply."
            overrides={items}
          />
        )}
      </Loaded>
    </>
  );
}

function lagWords({ meanSeconds, low, high }: Known['lag'], lagSeconds: number): string {
  const mean = meanSeconds.toFixed(1);
  const interval = `${low.toFixed(1)} to ${high.toFixed(1)} s`;
  return lagSeconds === 0
    ? `Reactions come with their views (${interval} after them).`
    : `A reaction comes ${mean} s after its view on average (${interval}); 95 % have come after ${lagSeconds} s.`;
}

function spreadWords({ low, high }: Known['dispersion'], spread: number): string {
  const interval = `(${low.toFixed(2)} to ${high.toFixed(2)})`;
  return spread === 1
    ? `Viewers react once each, or nearly so: the counts vary as single reactions do ${interval}.`
    : `Several reactions of one viewer make the counts vary ${spread} times as much as single ones would ${interval}.`;
}
