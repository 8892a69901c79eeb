import type { AppRouter } from '@cull/api';
import { formatCount } from '@cull/core';
import { Group, Text } from '@mantine/core';
import type { inferRouterOutputs } from '@trpc/server';
import { VariantLink } from '../live/list/variant-link';

/** What a change of policy would have done, and would do now, as the API works it out. */
export type PolicyOutlook = inferRouterOutputs<AppRouter>['thresholds']['preview'];

const SHOWN_LIVE = 8;

/** In words: what would have been killed and spared, and who would die now. */
export function Outlook({ outlook: { total, changes, truncated } }: { outlook: PolicyOutlook }) {
  const { sessions, viewsAfterKill, killedNow } = total;
  // The answer lists a part of the changes; how many there are it says itself.
  const shown = changes.filter(({ isLive, effect }) => isLive && effect === 'killed').slice(0, SHOWN_LIVE);
  return (
    <>
      <Text size="sm" fw={600}>
        {summaryOf(total)}
      </Text>
      <Text size="xs" c="var(--cull-muted)">
        Replayed: {formatCount(sessions)} sessions of the last 24 hours
        {truncated && ', the newest of more'}. Views after the kills: {formatCount(viewsAfterKill.before)} as
        it is, {formatCount(viewsAfterKill.after)} with the change.
      </Text>
      {killedNow > 0 && (
        <Group gap="xs" mt={4}>
          <Text size="sm" fw={600} c="var(--cull-kill)">
            Would die now: {formatCount(killedNow)}
          </Text>
          {shown.map(({ monitoringId, variantId }) => (
            <VariantLink key={monitoringId} variantId={variantId} />
          ))}
          {killedNow > shown.length && (
            <Text size="sm">and {formatCount(killedNow - shown.length)} more</Text>
          )}
        </Group>
      )}
    </>
  );
}

function summaryOf({ wouldHaveKilled, wouldHaveSpared, laterRecovered }: PolicyOutlook['total']): string {
  if (wouldHaveKilled === 0 && wouldHaveSpared === 0) return 'It would have changed nothing.';
  const killed = `It would have killed ${formatCount(wouldHaveKilled)} more`;
  const recovered =
    wouldHaveKilled === 0 ? '' : ` (${formatCount(laterRecovered)} of all its kills recovered later)`;
  return `${killed}${recovered} and spared ${formatCount(wouldHaveSpared)}.`;
}
