'use client';

import { type PolicyValues, pathsOf, valueAt } from '@cull/core';
import { Alert, Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { codeOf, useTRPC } from '../../trpc/provider';
import { Change } from './change';
import type { ChosenScope } from './scopes';
import { inWords, labelOf, valueWords } from './value-words';

const SHOWN = 20;
const NOTHING: PolicyValues = {};

interface Props {
  error: { message: string };
  scope: ChosenScope;
  /** The version that the refused change was based on. */
  expectedVersion: number;
  mine: PolicyValues;
  onLookAgain: () => void;
}

/** Why the server did not save, and what to do where somebody else was quicker. */
export function Refusal({ error, ...conflict }: Props) {
  return codeOf(error) === 'CONFLICT' ? (
    <Conflict {...conflict} />
  ) : (
    <Alert color="kill" mt="sm" role="alert" title="Not saved">
      {inWords(error.message)}
    </Alert>
  );
}

/** What was saved meanwhile, by whom and why, with what was entered here next to it. */
function Conflict({ scope, expectedVersion, mine, onLookAgain }: Omit<Props, 'error'>) {
  const trpc = useTRPC();
  const history = useQuery(trpc.thresholds.history.queryOptions({ scope, limit: SHOWN }));
  const items = history.data?.items ?? [];
  const theirs = items.filter(({ version }) => version > expectedVersion);
  const newest = theirs[0]?.values ?? NOTHING;
  const contested = pathsOf(mine).filter((path) => valueAt(newest, path) !== undefined);
  return (
    <Alert color="kill" mt="sm" role="alert" title="This scope changed while you were editing">
      <Text size="sm">Somebody else saved a change. Yours is not saved yet:</Text>
      {theirs.map((version, index) => (
        <Change key={version.version} version={version} before={items[index + 1]?.values ?? NOTHING} />
      ))}
      {contested.map((path) => (
        <Text size="sm" fw={600} key={path}>
          {labelOf(path)}: theirs is {valueWords(valueAt(newest, path))}, yours is{' '}
          {valueWords(valueAt(mine, path))}. Saving puts yours in its place.
        </Text>
      ))}
      <Button mt="xs" size="compact-sm" variant="default" onClick={onLookAgain}>
        Load their values, keep my changes
      </Button>
    </Alert>
  );
}
