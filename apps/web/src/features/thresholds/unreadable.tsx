'use client';

import { Alert, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ReasonControl } from '../../components/reason-control';
import { useIsAtLeast } from '../../components/use-role';
import { useTRPC } from '../../trpc/provider';
import { refusalWords } from './refusal-words';
import { scopeWords } from './scopes';
import { useOverrides } from './use-overrides';
import { useOwnChange } from './use-own-change';

type Override = NonNullable<ReturnType<typeof useOverrides>['data']>['items'][number];

/** The overrides that can't be read in full, so that their kills are held back, each with the way out. */
export function Unreadable() {
  const { data } = useOverrides();
  const mayReset = useIsAtLeast('operator');
  return data?.items
    .filter(({ unreadable }) => unreadable.length > 0)
    .map((override) => {
      const { scope, version, unreadable } = override;
      return (
        <Alert
          key={`${scope.type} ${scope.id}`}
          color="kill"
          title={`The override of ${scopeWords(scope)} can’t be read`}
        >
          <Text size="sm">
            Automatic kills are blocked there. A newer version of Cull wrote version {version}, or somebody
            edited it by hand:
          </Text>
          <ul>
            {unreadable.map(({ field, problem }) => (
              <li key={field}>
                <Text size="sm">
                  <code>{field}</code> {problem}
                </Text>
              </li>
            ))}
          </ul>
          {mayReset && <Reset override={override} />}
        </Alert>
      );
    });
}

/** Clears the whole override: what could be read of it goes as well, and stays in the history. */
function Reset({ override: { scope: named, version } }: { override: Override }) {
  const trpc = useTRPC();
  const changed = useOwnChange();
  const scope = { type: named.type, ...(named.id !== '' && { id: named.id }) };
  const clear = useMutation({
    ...trpc.thresholds.clear.mutationOptions(),
    onSuccess: () =>
      changed({ scope, from: version, to: null }, 'Reset. The thresholds of the wider scopes apply again.'),
  });
  return (
    <ReasonControl
      button="Reset"
      label={`Reset the override of ${scopeWords(named)}`}
      does="Clears this override. The thresholds of the wider scopes apply, and automatic kills resume. To keep the values that can be read, save the thresholds of this scope instead."
      color="kill"
      size="regular"
      problem={refusalWords(clear.error)}
      busy={clear.isPending}
      act={(note) => clear.mutateAsync({ scope, note, expectedVersion: version })}
    />
  );
}
