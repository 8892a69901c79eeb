'use client';

import type { PolicyValues } from '@cull/core';
import { Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Loaded } from '../../components/loaded';
import { OlderButton } from '../../components/older-button';
import { Panel } from '../../components/panel';
import { useIsAtLeast } from '../../components/use-role';
import { useTRPC, useTRPCClient } from '../../trpc/provider';
import { Change } from './change';
import classes from './history.module.css';
import { RestoreControl } from './restore-control';
import { type ChosenScope, scopeWords } from './scopes';

/** A page has no cursor before it. */
const FIRST: number | null = null;
const PAGE = 20;
const NOTHING: PolicyValues = {};

/** Every change of one scope, newest first: what it changed, who made it and why, and the way back to it. */
export function History({ scope }: { scope: ChosenScope }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const mayRestore = useIsAtLeast('operator');
  const query = useInfiniteQuery({
    queryKey: [...trpc.thresholds.history.pathKey(), scope],
    queryFn: ({ pageParam: cursor, signal }) =>
      client.thresholds.history.query({ scope, limit: PAGE, ...(cursor !== null && { cursor }) }, { signal }),
    initialPageParam: FIRST,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  return (
    <Loaded key={scopeWords(scope)} what="the history" query={query} height={160}>
      {({ pages }) => {
        const versions = pages.flatMap(({ items }) => items);
        // What the last one changed is known once the one before it is.
        const shown = query.hasNextPage ? versions.slice(0, -1) : versions;
        return (
          <Panel title={`History of ${scopeWords(scope)}`}>
            {versions.length === 0 && (
              <Text size="sm" c="var(--cull-muted)">
                Nothing was changed yet.
              </Text>
            )}
            <ol className={classes.history}>
              {shown.map((version, index) => (
                <li key={version.version} className={classes.version}>
                  <Change version={version} before={versions[index + 1]?.values ?? NOTHING} />
                  {index > 0 && mayRestore && (
                    <RestoreControl
                      scope={scope}
                      version={version}
                      expectedVersion={versions[0]?.version ?? 0}
                    />
                  )}
                </li>
              ))}
            </ol>
            <OlderButton list={query} />
          </Panel>
        );
      }}
    </Loaded>
  );
}
