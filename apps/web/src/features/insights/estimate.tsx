'use client';

import type { AppRouter } from '@cull/api';
import { formatCount } from '@cull/core';
import { Text } from '@mantine/core';
import type { inferRouterOutputs } from '@trpc/server';
import { Loaded } from '../../components/loaded';
import { useOverrides } from '../thresholds/use-overrides';
import { ApplyControl } from './apply-control';

const CONTROL_HEIGHT = 24;

type Known = NonNullable<inferRouterOutputs<AppRouter>['insights']['reactions']['estimate']>;

/** What is known of a persona's reactions, and a button that has the rules count on it. */
export function Estimate({ personaId, estimate }: { personaId: string; estimate: Known }) {
  const overrides = useOverrides();
  const { sessions, samples, interactions, delay, dispersion } = estimate;
  const seconds = delay.suggestedSeconds;
  const spread = Math.max(1, Math.round(dispersion.value * 100) / 100);
  return (
    <>
      <Text size="sm">
        {delayWords(delay)} {spreadWords(dispersion, spread)}
      </Text>
      <Text size="xs" c="var(--cull-muted)" mb="xs">
        Based on {formatCount(sessions)} sessions, {formatCount(samples)} readings,{' '}
        {formatCount(interactions)} interactions.
      </Text>
      <Loaded what="the active overrides" query={overrides} height={CONTROL_HEIGHT}>
        {({ items }) => (
          <ApplyControl
            scope={{ type: 'persona', id: personaId }}
            values={{
              belowThreshold: { reactionDelaySeconds: seconds },
              evidence: { reactionDelaySeconds: seconds, dispersion: spread },
            }}
            label={`Apply to ${personaId}`}
            does="Both rules use this delay. The evidence rule also uses this dispersion."
            restsOn={`Reactions take ${delay.meanSeconds.toFixed(1)} s on average (95%: ${delay.low.toFixed(1)} to ${delay.high.toFixed(1)} s), dispersion is ${spread} (95%: ${dispersion.low.toFixed(2)} to ${dispersion.high.toFixed(2)}), over ${formatCount(sessions)} sessions.`}
            agreed="Already active: there is nothing to apply."
            overrides={items}
          />
        )}
      </Loaded>
    </>
  );
}

function delayWords({ meanSeconds, low, high, suggestedSeconds }: Known['delay']): string {
  const interval = `${low.toFixed(1)} to ${high.toFixed(1)} s`;
  return suggestedSeconds === 0
    ? `Reactions come with their views (${interval} after them).`
    : `A reaction comes ${meanSeconds.toFixed(1)} s after its view on average (${interval}). A delay of ${suggestedSeconds} s is safe to count on: one that is too short kills healthy variants, one that is too long only costs time.`;
}

function spreadWords({ low, high }: Known['dispersion'], spread: number): string {
  const interval = `(${low.toFixed(2)} to ${high.toFixed(2)})`;
  return spread === 1
    ? `Viewers react once each, or nearly so: the counts vary as single reactions do ${interval}.`
    : `Several reactions of one viewer make the counts vary ${spread} times as much as single ones would ${interval}.`;
}
