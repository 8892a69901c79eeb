'use client';

import { formatCount, type PolicyValues } from '@cull/core';
import { Alert, Loader, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../trpc/provider';
import { Outlook, type PolicyOutlook } from './outlook';
import classes from './preview.module.css';
import type { ChosenScope } from './scopes';
import { inWords } from './value-words';

interface Props {
  scope: ChosenScope;
  /** What would be saved; null where nothing can be. */
  values: PolicyValues | null;
}

const TYPED_MS = 500;

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
        <Alert color="kill" title="No preview">
          {inWords(query.error.message)}
        </Alert>
      )}
      {query.isPending && (
        <Text size="sm">
          <Loader size={12} aria-hidden /> Replaying what was recorded in the last 24 hours…
        </Text>
      )}
      {query.data !== undefined && !query.isError && (
        <div data-stale={isStale || undefined} className={classes.whole}>
          <Outlook outlook={query.data} />
          {query.data.total.sessions > 0 && <Personas personas={query.data.personas} />}
        </div>
      )}
    </div>
  );
}

/** A bar for each persona: killed either way, killed by the change alone, spared by it. */
function Personas({ personas }: { personas: PolicyOutlook['personas'] }) {
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
