'use client';

import type { AppRouter } from '@cull/api';
import type { PolicyValues } from '@cull/core';
import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { Failure } from '../../components/failure';
import { Instant } from '../../components/instant';
import { Panel } from '../../components/panel';
import { useIsAtLeast } from '../../components/use-role';
import { useTRPC } from '../../trpc/provider';
import classes from './history.module.css';
import { RestoreControl } from './restore-control';
import { type ChosenScope, scopeWords } from './scopes';
import { differences, labelOf, valueWords } from './value-words';

type Version = inferRouterOutputs<AppRouter>['thresholds']['history']['items'][number];

const SHOWN = 30;
const NOTHING: PolicyValues = {};

/** Every change of one scope, newest first: what it changed, who made it and why, and the way back to it. */
export function History({ scope }: { scope: ChosenScope }) {
  const trpc = useTRPC();
  const mayRestore = useIsAtLeast('operator');
  // One more than is shown, to tell what the last one changed.
  const query = useQuery(trpc.thresholds.history.queryOptions({ scope, limit: SHOWN + 1 }));
  if (query.isPending) return <Skeleton height={160} />;
  if (query.isError)
    return <Failure what="the history" error={query.error} retry={() => void query.refetch()} />;
  const { items } = query.data;
  return (
    <Panel title={`History of ${scopeWords(scope)}`}>
      {items.length === 0 && (
        <Text size="sm" c="var(--cull-muted)">
          Nothing was changed yet.
        </Text>
      )}
      <ol className={classes.history}>
        {items.slice(0, SHOWN).map((version, index) => (
          <li key={version.version} className={classes.version}>
            <Change version={version} before={items[index + 1]?.values ?? NOTHING} />
            {index > 0 && mayRestore && (
              <RestoreControl
                scope={scope}
                version={version.version}
                expectedVersion={items[0]?.version ?? 0}
              />
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Change({
  version: { version, action, values, author, note, at },
  before,
}: {
  version: Version;
  before: PolicyValues;
}) {
  return (
    <div>
      <Text size="sm">
        <strong>Version {version}</strong>, <Instant at={at} />, {author}: {note}
      </Text>
      {action === 'clear' ? (
        <Text size="sm">Cleared: the wider scopes hold.</Text>
      ) : (
        <ul className={classes.differences}>
          {differences(before, values).map((difference) => (
            <li key={difference.path}>
              {labelOf(difference.path)}: <del>{valueWords(difference.before)}</del>{' '}
              <ins>{valueWords(difference.after)}</ins>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
