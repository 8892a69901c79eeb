'use client';

import type { AppRouter } from '@cull/api';
import { formatCount, type PolicyValues, type ScopeType } from '@cull/core';
import { Alert, Group, Loader, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useTRPC } from '../../trpc/provider';
import { VariantLink } from '../live/variant-link';
import classes from './preview.module.css';

type Previewed = inferRouterOutputs<AppRouter>['thresholds']['preview'];

interface Props {
  scope: { type: ScopeType; id?: string };
  /** What would be saved; null where nothing can be. */
  values: PolicyValues | null;
}

const TYPED_MS = 500;
const SHOWN_LIVE = 8;

/** What the values would have done with what was recorded in the last 24 hours, and would do now. */
export function Preview({ scope, values }: Props) {
  const trpc = useTRPC();
  const [settled] = useDebouncedValue(values, TYPED_MS);
  const query = useQuery({
    ...trpc.thresholds.preview.queryOptions({ scope, values: settled ?? {} }),
    enabled: settled !== null,
    placeholderData: keepPreviousData,
  });
  if (values === null) return null;
  const isStale = settled !== values || query.isPlaceholderData;
  return (
    <div className={classes.preview} aria-busy={isStale || query.isPending} aria-live="polite">
      {query.isError && (
        <Alert color="red" title="No preview">
          {query.error.message}
        </Alert>
      )}
      {query.isPending && (
        <Text size="sm">
          <Loader size={12} aria-hidden /> Replaying what was recorded in the last 24 hours…
        </Text>
      )}
      {query.data !== undefined && !query.isError && (
        <div data-stale={isStale || undefined} className={classes.whole}>
          <Outlook data={query.data} />
        </div>
      )}
    </div>
  );
}

function Outlook({ data: { total, personas, changes, truncated } }: { data: Previewed }) {
  const dyingNow = changes.filter(({ isLive, effect }) => isLive && effect === 'killed');
  return (
    <>
      <Text size="sm" fw={600}>
        {summaryOf(total)}
      </Text>
      <Text size="xs" c="var(--cull-muted)">
        Replayed: {formatCount(total.sessions)} sessions of the last 24 hours
        {truncated && ', the newest of more'}. Views after the kills:{' '}
        {formatCount(total.viewsAfterKill.before)} as it is, {formatCount(total.viewsAfterKill.after)} with
        the change.
      </Text>
      {dyingNow.length > 0 && (
        <Group gap="xs" mt={4}>
          <Text size="sm" fw={600} c="var(--cull-kill)">
            Would die now: {dyingNow.length}
          </Text>
          {dyingNow.slice(0, SHOWN_LIVE).map(({ monitoringId, variantId }) => (
            <VariantLink key={monitoringId} variantId={variantId} />
          ))}
        </Group>
      )}
      {total.sessions > 0 && <Personas personas={personas} />}
    </>
  );
}

function summaryOf({ wouldHaveKilled, wouldHaveSpared, laterRecovered }: Previewed['total']): string {
  if (wouldHaveKilled === 0 && wouldHaveSpared === 0) return 'It would have changed nothing.';
  const killed = `It would have killed ${formatCount(wouldHaveKilled)} more`;
  const recovered =
    wouldHaveKilled === 0 ? '' : ` (${formatCount(laterRecovered)} of all its kills recovered later)`;
  return `${killed}${recovered} and spared ${formatCount(wouldHaveSpared)}.`;
}

/** A bar for each persona: killed either way, killed by the change alone, spared by it. */
function Personas({ personas }: { personas: Previewed['personas'] }) {
  const most = Math.max(1, ...personas.map((p) => p.killedByBoth + p.wouldHaveKilled + p.wouldHaveSpared));
  return (
    <table className={classes.personas}>
      <thead>
        <tr>
          <th scope="col">Persona</th>
          <th scope="col">Sessions</th>
          <th scope="col" data-kind="both">
            Killed either way
          </th>
          <th scope="col" data-kind="killed">
            Killed by the change
          </th>
          <th scope="col" data-kind="spared">
            Spared by it
          </th>
          <th scope="col">Recovered later</th>
          <th scope="col" className={classes.wide}>
            Picture
          </th>
        </tr>
      </thead>
      <tbody>
        {personas.map((p) => (
          <tr key={p.personaId}>
            <th scope="row">{p.personaId}</th>
            <td>{formatCount(p.sessions)}</td>
            <td>{formatCount(p.killedByBoth)}</td>
            <td>{formatCount(p.wouldHaveKilled)}</td>
            <td>{formatCount(p.wouldHaveSpared)}</td>
            <td>{formatCount(p.laterRecovered)}</td>
            <td className={classes.wide}>
              <span className={classes.bar} aria-hidden="true">
                <span data-kind="both" style={{ width: share(p.killedByBoth, most) }} />
                <span data-kind="killed" style={{ width: share(p.wouldHaveKilled, most) }} />
                <span data-kind="spared" style={{ width: share(p.wouldHaveSpared, most) }} />
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function share(count: number, most: number): string {
  return `${(count / most) * 100}%`;
}
